// Keeps an open page as the site is now: patches what changed in place, swaps style sheets, and lays what is wrong with
// the last save over the page. The dev server adds it to each page when it answers; it is in no file of the output.
(() => {
  const own = document.currentScript
  let hash = own.dataset.hash
  const address = '/__dateline/events?page=' + encodeURIComponent(decodeURIComponent(location.pathname))
  const isOwn = node => node.nodeName === 'DATELINE-DESK' || node.src?.includes('/__dateline/')

  const listen = () => {
    const events = new EventSource(address)
    events.addEventListener('state', event => tell(JSON.parse(event.data)))
    // A stream that ends is taken up again by the browser; a refused one has to be asked for anew.
    events.onerror = () => { if (events.readyState === EventSource.CLOSED) setTimeout(listen, 500) }
  }

  let last = Promise.resolve()
  const tell = state => {
    show(state)
    if (state.hash && state.hash !== hash) last = last.then(() => update(state.hash)).catch(() => location.reload())
  }

  const update = async now => {
    const response = await fetch(location.href, { cache: 'no-store' })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const script = page.querySelector('script[src="/__dateline/client.js"]')
    if (!script) return location.reload()
    hash = script.dataset.hash ?? now
    const scripts = root => [...root.querySelectorAll('script[src]')].filter(node => !isOwn(node)).map(node => node.getAttribute('src')).join()
    if (scripts(document) !== scripts(page)) return location.reload()
    await restyle(page)
    document.title = page.title
    const [x, y] = [scrollX, scrollY]
    attributes(document.body, page.body)
    children(document.body, page.body)
    scrollTo({ left: x, top: y, behavior: 'instant' })
    dispatchEvent(new CustomEvent('dateline:updated'))
  }

  // A new style sheet is loaded before the old one goes: no moment without style.
  const restyle = async page => {
    const sheets = root => [...root.querySelectorAll('head link[rel~="stylesheet"]')]
    const [old, wanted] = [sheets(document), sheets(page)]
    const known = old.map(link => link.getAttribute('href'))
    const added = wanted.filter(link => !known.includes(link.getAttribute('href')))
    const kept = wanted.map(link => link.getAttribute('href'))
    const arrive = link => new Promise(done => {
      const copy = document.importNode(link)
      copy.onload = copy.onerror = done
      document.head.append(copy)
    })
    await Promise.all(added.map(arrive))
    old.filter(link => !kept.includes(link.getAttribute('href'))).forEach(link => link.remove())
  }

  const attributes = (old, now) => {
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name)
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }

  const children = (old, now) => {
    const before = [...old.childNodes].filter(node => !isOwn(node))
    const after = [...now.childNodes].filter(node => !isOwn(node))
    after.forEach((node, at) => before[at] ? morph(before[at], node) : old.append(document.importNode(node, true)))
    before.slice(after.length).forEach(node => node.remove())
  }

  const morph = (old, now) => {
    if (old.isEqualNode(now)) return
    if (old.nodeName !== now.nodeName || old.id !== now.id) return old.replaceWith(document.importNode(now, true))
    if (!(old instanceof Element)) return void (old.nodeValue = now.nodeValue)
    attributes(old, now)
    children(old, now)
  }

  const element = (name, text, content = []) => {
    const node = document.createElement(name)
    if (text) node.textContent = text
    node.append(...content)
    return node
  }

  let desk
  const show = state => {
    desk?.remove()
    desk = undefined
    if (!state.errors.length && !state.warnings) return
    desk = element('dateline-desk')
    const shadow = desk.attachShadow({ mode: 'open' })
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/__dateline/client.css' })
    shadow.append(style, state.errors.length ? overlay(state) : count(state.warnings))
    document.body.append(desk)
  }

  const count = warnings => element('p', `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`)

  const overlay = state => {
    const close = element('button', 'Close')
    close.onclick = () => desk.remove()
    const title = element('h1', `${state.errors.length === 1 ? 'An error stands' : `${state.errors.length} errors stand`} against the last save`)
    const box = element('section', '', [title, close, element('p', 'You see the last page that was right.'), element('ol', '', state.errors.map(problem => one(state, problem)))])
    box.setAttribute('role', 'alert')
    box.setAttribute('lang', 'en')
    box.setAttribute('dir', 'ltr')
    return box
  }

  const one = (state, problem) => {
    const item = element('li', '', [element('strong', problem.message)])
    if (problem.file) {
      const place = [problem.file, problem.line, problem.column].filter(Boolean).join(':')
      const link = element('a', place)
      const values = { file: encodeURI(`${state.root}/${problem.file}`.replace(/^\//, '')), line: problem.line ?? 1, column: problem.column ?? 1 }
      link.href = state.editor.replace(/\{(file|line|column)\}/g, (_, name) => values[name])
      item.append(link)
    }
    if (problem.text) {
      const marks = ' '.repeat(Math.max(0, problem.column - 1)) + '^'.repeat(Math.max(1, (problem.end_column ?? 0) - problem.column))
      item.append(element('pre', `${problem.text}\n${marks}`))
    }
    for (const hint of problem.hints ?? []) item.append(element('em', hint))
    return item
  }

  listen()
})()
