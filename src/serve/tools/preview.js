// How a page looks elsewhere: as a search result, as a card where it is shared, in a feed reader, in a mail program. What
// is shown is what the page itself says to such programs.
import { element, listen } from './parts.js'

const query = new URLSearchParams(location.search)
const [path, standpoint] = [query.get('page') ?? '/', query.get('as') ?? 'drafts']
const previews = document.getElementById('previews')
const headers = { 'dateline-as': standpoint }
document.getElementById('back').href = path.startsWith('/') && !path.startsWith('//') ? path : '/'

let shown
const draw = async state => {
  const page = new DOMParser().parseFromString(await (await fetch(path, { headers })).text(), 'text/html')
  const said = await (await fetch(`/__dateline/about.json?page=${encodeURIComponent(path)}&as=${encodeURIComponent(standpoint)}`)).json()
  const head = read(page)
  document.title = `Previews: ${page.title}`
  const sections = [search(head), card(head)]
  if (said?.about?.kind === 'entry') sections.push(frame('feed', 'Feed item', 'As a plain feed reader shows it.', state))
  if (said?.about?.email) sections.push(frame('email', 'Email of its edition', 'As a mail program shows it.', state))
  previews.replaceChildren(...sections)
  if (!shown) document.getElementById(location.hash.slice(1))?.scrollIntoView()
  shown = true
}

const read = page => {
  const meta = name => page.querySelector(`meta[name="${name}"], meta[property="${name}"]`)?.content
  const canonical = page.querySelector('link[rel="canonical"]')?.href
  return { title: page.title, description: meta('description'), canonical, meta }
}

const section = (id, heading, ...content) => element('section', { id, 'aria-labelledby': `${id}-heading` }, element('h2', { id: `${id}-heading` }, heading), ...content)

// Lengths after which search engines and networks cut, roughly: they measure pixels, and say so nowhere.
const cut = (text, length) => text.length > length ? `${text.slice(0, text.lastIndexOf(' ', length))} …` : text
const long = (text, length, what) => text.length > length && element('p', { class: 'quiet' }, `The ${what} has ${text.length} letters; about ${length} are shown.`)

const search = ({ title, description = '', canonical }) => {
  const url = canonical ? new URL(canonical) : location
  const crumbs = [url.host, ...url.pathname.split('/').filter(Boolean).map(decodeURIComponent)].join(' › ')
  return section('search', 'Search result',
    element('div', { class: 'result' }, element('p', { class: 'crumbs' }, crumbs), element('p', { class: 'title' }, cut(title, 65)),
      element('p', {}, description ? cut(description, 160) : element('em', {}, 'No description: the search engine takes words of the page.'))),
    long(title, 65, 'title'), long(description, 160, 'description'))
}

const card = ({ meta, canonical, title }) => {
  const image = meta('og:image')
  const text = meta('og:description') ?? ''
  const host = canonical ? new URL(canonical).host : location.host
  // The picture is at this server, at the path that it will have at the host.
  const picture = image && element('img', { src: new URL(image, location.href).pathname, alt: meta('og:image:alt') ?? '' })
  return section('card', 'Social card',
    element('div', { class: 'card' }, picture,
      element('div', {}, element('p', { class: 'crumbs' }, host), element('p', { class: 'title' }, cut(meta('og:title') ?? title, 95)), element('p', {}, cut(text, 125)))),
    !image && element('p', { class: 'quiet' }, 'No picture: the entry has no lead photo, and the publisher none either.'),
    image && !meta('og:image:alt') && element('p', { class: 'quiet' }, 'Nobody says what the picture shows.'))
}

const frame = (kind, heading, words, state) => {
  const address = `/__dateline/${kind}?page=${encodeURIComponent(path)}&as=${encodeURIComponent(standpoint)}`
  // A frame is loaded anew where the page has changed, and then alone.
  const old = previews.querySelector(`#${kind}`)
  if (old?.dataset.hash === state.hash) return old
  const made = section(kind, heading, element('p', { class: 'quiet' }, words), element('iframe', { src: address, title: heading, sandbox: 'allow-popups' }))
  made.dataset.hash = state.hash
  return made
}

listen(() => `/__dateline/events?page=${encodeURIComponent(path)}&as=${encodeURIComponent(standpoint)}`, draw)
