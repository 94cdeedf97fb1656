/** A page that shows every corridor's intersections and what they do, refreshed each second; nothing from elsewhere. */
export const overviewPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Selaras</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
  body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.3rem; margin-bottom: 0 } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884 }
  td.number { text-align: right; font-variant-numeric: tabular-nums } th.number { text-align: right }
  .dot { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .4em; vertical-align: -.05em }
  .green { background: #1a9850 } .yellow { background: #e6b000 } .red { background: #d73027 } p.note { opacity: .75 }
</style>
</head>
<body>
<h1>Selaras</h1>
<p class="note" id="note" role="status">Loading…</p>
<main id="corridors"></main>
<script>
const text = value => document.createTextNode(value)
const cell = (value, number) => { const td = document.createElement('td'); td.append(value); if (number) td.className = 'number'; return td }
const light = interval => { const dot = document.createElement('span'); dot.className = 'dot ' + ({ green: 'green', yellow: 'yellow' }[interval] ?? 'red'); return dot }
const seconds = ms => (ms / 1000).toFixed(0) + ' s'
function row(entry, nowMs) {
  const tr = document.createElement('tr')
  const state = entry.signal?.state
  const name = cell(text(entry.intersectionId))
  const stage = cell('')
  if (state) stage.append(light(state.interval), text('stage ' + state.stage + (state.nextStage === null ? '' : ' → ' + state.nextStage)))
  else stage.append(text('not heard of yet'))
  const next = entry.plan?.intervals.find(interval => interval.endAtMs > nowMs)
  tr.append(name, stage, cell(text(state ? seconds(nowMs - state.sinceAtMs) : '–'), true),
    cell(text(next ? seconds(next.endAtMs - nowMs) : '–'), true), cell(text(entry.signal?.mode ?? '–')),
    cell(text(entry.planAgeSeconds === null ? '–' : entry.planAgeSeconds.toFixed(1) + ' s'), true),
    cell(text(entry.detections ? entry.detections.gaps : '–'), true), cell(text(entry.plan?.reason ?? '')))
  return tr
}
function table(state) {
  const element = document.createElement('table')
  const head = element.createTHead().insertRow()
  for (const [title, number] of [['Intersection'], ['Stage'], ['Since', 1], ['Green ends in', 1], ['Mode'], ['Plan age', 1], ['Gaps', 1], ['Why']]) {
    const th = document.createElement('th'); th.scope = 'col'; th.append(title); if (number) th.className = 'number'; head.append(th)
  }
  const body = element.createTBody()
  for (const entry of state.intersections) body.append(row(entry, state.nowMs))
  return element
}
async function refresh() {
  const note = document.getElementById('note')
  try {
    const { corridors } = await (await fetch('/api/v1/corridors')).json()
    const sections = await Promise.all(corridors.map(async corridor => {
      const state = await (await fetch('/api/v1/corridors/' + corridor.corridorId + '/state')).json()
      const section = document.createElement('section')
      const title = document.createElement('h2')
      title.append(text(corridor.name ?? corridor.corridorId))
      section.append(title, table(state))
      return section
    }))
    document.getElementById('corridors').replaceChildren(...sections)
    note.textContent = corridors.length === 0 ? 'No corridor is configured yet.' : 'Live; refreshed each second.'
  } catch (error) {
    note.textContent = 'The service does not answer: ' + error.message
  }
  setTimeout(refresh, 1000)
}
refresh()
</script>
</body>
</html>
`
