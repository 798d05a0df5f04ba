// The bar of the dev server: from where the site is seen, what the server says of the document on the page, and what is
// wrong, which lies over the page. It stands beside the body, in a tree of its own, and leaves the page as it is.
import { count, element, finding, mark, missing, place, stand, title, when } from './parts.js'

const KEPT = 'dateline-bar'
const narrow = matchMedia('(max-width: 40rem)')

/** What a browser may not let a page keep is not kept. */
const remembered = () => { try { return localStorage.getItem(KEPT) } catch { return null } }
const remember = value => { try { localStorage.setItem(KEPT, value) } catch { /* a private window */ } }

export class Bar {
  /** Puts the bar beside a page (its path, percent-encoded) that is seen from a standpoint. */
  static async open(page, standpoint) {
    const css = await (await fetch('/__dateline/bar.css')).text()
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    return new Bar(page, standpoint, sheet)
  }

  constructor(page, standpoint, sheet) {
    Object.assign(this, { page, standpoint, panel: undefined, errors: [], closed: false })
    this.host = document.createElement('dateline-desk')
    this.root = this.host.attachShadow({ mode: 'open' })
    this.root.adoptedStyleSheets = [sheet]
    this.root.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.panel) this.toggle(this.panel)
    })
    // On a small screen it stands before the page, elsewhere at the foot of the window: it hides nothing in either place.
    const settle = () => document.documentElement.insertBefore(this.host, narrow.matches ? document.body : null)
    narrow.addEventListener('change', settle)
    settle()
    // Where the root is no higher than the window, nothing can stick to its end.
    const { documentElement: root } = document
    this.host.toggleAttribute('loose', root.getBoundingClientRect().height < root.scrollHeight - this.host.offsetHeight - 1)
  }

  /** Takes note of how the page stands, and asks for what is said of it where that is new. */
  async tell(state) {
    const isNew = state.about !== this.state?.about
    if (JSON.stringify(state.errors) !== JSON.stringify(this.state?.errors)) this.closed = false
    this.state = state
    if (isNew || !this.said) {
      const answer = await fetch(`/__dateline/about.json?page=${this.page}&as=${encodeURIComponent(this.standpoint)}`)
      this.said = await answer.json()
    }
    this.draw()
  }

  draw() {
    const focused = this.root.activeElement?.dataset.name
    const parts = [this.overlay(), remembered() === 'small' ? this.small() : this.bar()]
    this.root.replaceChildren(...parts.filter(Boolean))
    if (focused) this.focus(focused)
  }

  focus(name) { this.root.querySelector(`[data-name="${name}"]`)?.focus() }

  // Errors.

  overlay() {
    const { errors } = this.state
    if (!errors.length || this.closed) return
    // What is said already is not read out again.
    const said = JSON.stringify(errors)
    if (this.laid?.said === said) return this.laid.section
    const heading = count(errors.length, 'error stands against the last save', 'errors stand against the last save')
    const section = element('section', { class: 'errors', role: 'alert', 'aria-labelledby': 'heading', lang: 'en', dir: 'ltr' },
      element('header', {},
        element('h2', { id: 'heading' }, heading),
        element('button', { type: 'button', 'data-name': 'close', onclick: () => { this.closed = true; this.draw(); this.focus('errors') } }, 'Close')),
      element('p', {}, 'You see the page as it was last right.'),
      element('ol', {}, errors.map(problem => finding(problem, this.state))))
    this.laid = { said, section }
    return section
  }

  // The bar.

  small() {
    const wrong = this.state.errors.length || this.said?.findings.length
    const name = wrong ? `Open the bar: ${count(wrong, 'problem')}` : 'Open the bar'
    const dot = wrong ? element('span', { class: this.state.errors.length ? 'dot error' : 'dot warning' }) : undefined
    return element('aside', { class: 'small', 'aria-label': 'Dateline', lang: 'en', dir: 'ltr' },
      element('button', { type: 'button', 'data-name': 'size', 'aria-label': name, title: name, onclick: () => this.resize('') }, 'D', dot))
  }

  resize(size) {
    remember(size)
    this.panel = undefined
    this.draw()
    this.focus('size')
  }

  bar() {
    const facts = this.facts()
    const open = facts.find(fact => fact.name === this.panel)
    const panel = open && element('div', { class: 'panel', id: 'panel', role: 'region', 'aria-label': open.heading, tabindex: 0 },
      element('h2', {}, open.heading), open.content())
    const buttons = facts.filter(fact => fact.label).map(fact => this.fact(fact))
    return element('aside', { class: 'bar', 'aria-label': 'Dateline', lang: 'en', dir: 'ltr' },
      element('div', { class: 'line' },
        this.said?.open && this.views(),
        element('div', { class: 'facts' }, this.status(), buttons),
        element('div', { class: 'ends' },
          element('a', { href: '/__dateline/', 'data-name': 'desk' }, 'Desk'),
          element('button', { type: 'button', class: 'size', 'data-name': 'size', 'aria-label': 'Make the bar small', title: 'Make the bar small', onclick: () => this.resize('small') }, '×'))),
      panel)
  }

  fact({ name, label, className }) {
    const isOpen = this.panel === name
    return element('button', { type: 'button', class: className, 'data-name': name, 'aria-expanded': String(isOpen), 'aria-controls': isOpen && 'panel', onclick: () => name === 'errors' ? this.reopen() : this.toggle(name) }, label)
  }

  reopen() {
    this.closed = false
    this.draw()
    this.focus('close')
  }

  toggle(name) {
    this.panel = this.panel === name ? undefined : name
    this.draw()
    this.focus(name)
  }

  views() {
    const { said } = this
    const isDate = !['public', 'drafts'].includes(said.as)
    const view = (name, label, act, pressed) => element('button', { type: 'button', 'data-name': name, 'aria-pressed': String(pressed), onclick: act }, label)
    return element('div', { class: 'views', role: 'group', 'aria-label': 'See the site' },
      view('public', 'Public', () => this.see('public'), said.as === 'public'),
      view('drafts', 'With drafts', () => this.see('drafts'), said.as === 'drafts'),
      view('date', isDate ? `As of ${when(said.as)}` : 'As of …', () => this.toggle('date'), isDate))
  }

  see(standpoint) {
    stand(standpoint)
    location.reload()
  }

  status() {
    const about = this.said?.about
    if (!about?.status) return
    const until = about.until ? ` until ${when(about.until)}` : ''
    const ends = about.expires && about.status === 'published' ? `, leaves ${when(about.expires)}` : ''
    return element('span', { class: `status ${about.status}` }, title(about.status), until, ends)
  }

  // Facts: what the line shows of the document, and what each opens.

  facts() {
    const { state, said } = this
    const about = said?.about
    const facts = []
    const add = (name, label, heading, content, className) => facts.push({ name, label, heading, content, className })
    if (state.errors.length && this.closed) add('errors', count(state.errors.length, 'error'), 'Errors', () => [], 'error')
    if (about) {
      add('words', `${count(about.words, 'word')} · ${about.minutes} min`, about.headline, () => this.entry(about))
      if (about.quotations.length) add('quotations', count(about.quotations.length, 'quotation'), 'Quotations', () => quotations(about))
      if (about.photos.length) add('photos', photoLabel(about), 'Photos', () => photos(about), about.photos.every(photo => photo.credit) ? '' : 'warning')
      if (about.links.length) add('links', count(about.links.length, 'link'), 'Links', () => links(about))
      const wrong = said.findings.length
      if (wrong) add('problems', count(wrong, 'problem'), 'Problems of this file', () => element('ol', {}, said.findings.map(problem => finding(problem, state))), said.findings.some(problem => problem.severity === 'error') ? 'error' : 'warning')
      if (about.lacks.length) add('lacks', `${about.lacks.length} to do`, 'What it still lacks', () => lacks(about, state))
    }
    if (said && state.hash) add('previews', 'Previews', 'Previews', () => this.previews())
    // It opens from one of the views.
    if (this.panel === 'date') facts.push({ name: 'date', heading: 'As of a date', content: () => this.date() })
    return facts
  }

  entry(about) {
    const rows = [
      ['File', place({ file: about.file }, this.state)],
      ['Date', about.date && when(about.date)],
      ['Public', about.until && `from ${when(about.until)}`],
      ['Leaves', about.expires && when(about.expires)],
      ['Words', `${about.words.toLocaleString('en')}, ${count(about.minutes, 'minute')} to read`],
      ['Curated from', about.sources.join(', ')],
    ]
    const filled = rows.filter(([, value]) => value)
    return element('dl', {}, filled.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))))
  }

  previews() {
    const address = kind => `/__dateline/preview/?page=${this.page}&as=${encodeURIComponent(this.standpoint)}#${kind}`
    const kinds = [['search', 'Search result'], ['card', 'Social card']]
    if (this.said.about?.kind === 'entry') kinds.push(['feed', 'Feed item'])
    if (this.said.about?.email) kinds.push(['email', 'Email of its edition'])
    return element('ul', {}, kinds.map(([kind, label]) => element('li', {}, element('a', { href: address(kind) }, label))))
  }

  date() {
    const isDate = !['public', 'drafts'].includes(this.said.as)
    const value = isDate ? this.said.as.slice(0, 16).padEnd(11, 'T').padEnd(16, '00:00') : ''
    const input = element('input', { type: 'datetime-local', id: 'moment', required: true, value })
    const show = event => { event.preventDefault(); this.see(input.value) }
    return element('form', { onsubmit: show },
      element('label', { for: 'moment' }, 'The site as the public sees it at '), input, ' ', element('button', {}, 'Show'))
  }
}

const photoLabel = ({ photos }) => {
  const without = photos.filter(photo => !photo.credit).length
  return without ? `${count(photos.length, 'photo')}, ${without} without credit` : count(photos.length, 'photo')
}

const quotations = about => element('ul', { class: 'rows' }, about.quotations.map(({ id, text, speaker, role }) => element('li', {},
  element('a', { href: `#${id}` }, speaker), role && `, ${role}`, element('span', { class: 'hint' }, text))))

const photos = about => element('ul', { class: 'rows' }, about.photos.map(photo => element('li', {},
  element('strong', { class: photo.credit ? undefined : 'missing' }, photo.credit ?? 'No credit'),
  photo.license && ` · ${photo.license}`, photo.rights_until && ` · until ${when(photo.rights_until)}`, photo.generated && ' · made or altered by AI',
  element('span', { class: 'hint' }, photo.file),
  element('span', { class: photo.alt === null ? 'hint missing' : 'hint' }, photo.alt === null ? 'Nobody says what it shows' : photo.alt || 'Shows nothing that matters'))))

const KINDS = { site: 'this site', web: 'elsewhere', file: 'a file', broken: 'leads nowhere' }
const links = about => element('ul', { class: 'rows' }, about.links.map(({ to, kind }) => element('li', {},
  kind === 'broken' || kind === 'file' ? to : element('a', { href: to, target: kind === 'web' ? '_blank' : undefined, rel: 'noreferrer' }, to),
  element('span', { class: kind === 'broken' ? 'hint missing' : 'hint' }, KINDS[kind]))))

const lacks = (about, desk) => element('ul', { class: 'rows' }, missing(about.lacks), about.lacks.filter(({ line }) => line).map(lack => mark(lack, about, desk)))
