export { type Api, type ApiDependencies, type ApiOptions, createApi } from './app.ts'
export { loadApiConfig } from './config.ts'
export { CorridorFileError, readCorridorFiles } from './corridors/read-corridor-files.ts'
