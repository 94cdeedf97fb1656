/** Who a client says it is; nothing in it means that it does not say. */
export interface Login {
  readonly username?: string
  readonly password?: string
}

/** The login that two variables describe; an empty one stands for none. */
export const loginOf = (username: string, password: string): Login => ({
  ...(username === '' ? {} : { username }),
  ...(password === '' ? {} : { password })
})
