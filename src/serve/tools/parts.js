// What the bar and the server's own pages are built from.

/** An element: `element('a', { href: '/' }, 'Home')`. What is nothing is left out. */
export const element = (name, attributes = {}, ...content) => {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value === true ? '' : value)
  }
  node.append(...content.flat().filter(part => part !== undefined && part !== null && part !== false && part !== ''))
  return node
}

/** Words with what stands between backticks as code. */
export const words = text => text.split('`').map((part, at) => at % 2 ? element('code', {}, part) : part)

/** `one` or `many`: `count(2, 'word')` is `2 words`. */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

/** A date or date-time in words, in the zone in which it is written: the site's. */
export const when = text => {
  const [, year, month, day, time] = text.match(/^(\d+)-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/) ?? []
  return year ? `${Number(day)} ${MONTHS[month - 1]} ${year}${time ? `, ${time}` : ''}` : text
}

/** A word with a capital. */
export const title = word => word[0].toUpperCase() + word.slice(1)

/** The way into the editor at a place; `desk` says where the site is and which editor is meant. */
export const place = ({ file, line, column }, desk) => {
  const text = [file, line, column].filter(Boolean).join(':')
  const values = { line: line ?? 1, column: column ?? 1 }
  const filled = (template, file) => template.replace(/\{(file|line|column)\}/g, (_, name) => ({ ...values, file })[name])
  const { by, template } = desk.editor
  if (by === 'link') {
    const whole = `${desk.root}/${file}`.replace(/\\/g, '/').replace(/^\//, '')
    return element('a', { class: 'place', href: filled(template, whole.split('/').map(encodeURIComponent).join('/')) }, text)
  }
  const act = by === 'start'
    ? () => fetch(`/__dateline/open?file=${encodeURIComponent(file)}&line=${values.line}&column=${values.column}`, { method: 'POST' })
      .then(async answer => { if (!answer.ok) throw new Error(await answer.text()) })
    : () => navigator.clipboard.writeText(filled(template, /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`))
  const done = by === 'start' ? 'Opened' : 'Command copied'
  const said = element('span', { role: 'status', class: 'said' })
  const press = () => act().then(() => { said.textContent = ` ${done}` }, error => { said.textContent = ` ${error.message}` })
  const button = element('button', { type: 'button', class: 'place', title: by === 'start' ? 'Open in the editor' : 'Copy the command that opens it', onclick: press }, text)
  return element('span', {}, button, said)
}

/** A problem: what is wrong, where, the line with the part that is meant, what to do. */
export const finding = (problem, desk) => {
  const { message, text, column, end_column: end, hints = [], severity } = problem
  const item = element('li', { class: severity },
    element('strong', {}, element('span', { class: 'kind' }, severity), ' ', words(message)),
    problem.file && place(problem, desk))
  if (text) {
    const letters = [...text]
    const [from, to] = [column - 1, Math.max(column, end - 1)]
    const part = (...ends) => letters.slice(...ends).join('')
    item.append(element('pre', { tabindex: 0, 'aria-label': `Line ${problem.line}` },
      element('span', { class: 'number', 'aria-hidden': true }, `${problem.line} `), part(0, from), element('mark', {}, part(from, to) || ' '), part(to)))
  }
  for (const hint of hints) item.append(element('span', { class: 'hint' }, words(hint)))
  for (const other of problem.related ?? []) item.append(element('span', { class: 'hint' }, words(other.message), ': ', place(other, desk)))
  return item
}

/** What is not there at all, in one row; none where nothing is missing. */
export const missing = lacks => {
  const absent = lacks.filter(({ line }) => !line).map(({ what }) => what)
  return absent.length ? element('li', {}, `Missing: ${absent.join(', ')}`) : undefined
}

/** A mark that was left in a file for what is to come. */
export const mark = ({ what, line, text }, { file }, desk) => element('li', { class: 'warning' },
  element('strong', {}, `${what} in the text`), place({ file, line }, desk), element('span', { class: 'hint' }, text))

/** Keeps `tell` informed by events of a page while this one is in sight: a browser opens only few streams to a server. */
export const listen = (address, tell, go = () => {}) => {
  let events
  const open = () => {
    events = new EventSource(address())
    events.addEventListener('state', event => tell(JSON.parse(event.data)))
    events.addEventListener('go', event => go(event.data))
    // A stream that ends is taken up again by the browser; a refused one has to be asked for anew.
    const mine = events
    mine.onerror = () => { if (mine.readyState === EventSource.CLOSED && mine === events) setTimeout(turn, 500) }
  }
  const turn = () => {
    if (document.visibilityState === 'hidden') {
      events?.close()
      events = undefined
    } else if (!events || events.readyState === EventSource.CLOSED) open()
  }
  document.addEventListener('visibilitychange', turn)
  addEventListener('pagehide', () => { events?.close(); events = undefined })
  addEventListener('pageshow', turn)
  turn()
}

/** Sees the site from a standpoint from now on: every tab says so itself before it asks for anything. */
export const stand = standpoint => { document.cookie = `dateline-${location.port}=${standpoint}; path=/; samesite=lax` }
