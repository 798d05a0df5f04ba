// Keeps an open page as the site is now: patches what changed in place, swaps style sheets, and loads the bar, which
// shows what is wrong. The dev server adds it to each page when it answers; it is in no file of the output.
(() => {
  const own = document.currentScript
  const standpoint = own.dataset.as
  let hash = own.dataset.hash
  const page = encodeURIComponent(decodeURIComponent(location.pathname))
  const isOwn = node => node.nodeName === 'SCRIPT' && node.src.includes('/__dateline/')

  let last = Promise.resolve()
  const follow = state => {
    if (state.hash && state.hash !== hash) last = last.then(() => update(state.hash)).catch(() => location.reload())
  }

  // The body as the server last gave it, before any script that waits for the whole page: what scripts have changed in
  // the open page since is theirs, and stays.
  let given = document.body.cloneNode(true)

  const update = async now => {
    const response = await fetch(location.href, { cache: 'no-store', headers: { 'dateline-as': standpoint } })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const script = page.querySelector('script[src="/__dateline/client.js"]')
    if (!script) return location.reload()
    hash = script.dataset.hash ?? now
    const scripts = root => [...root.querySelectorAll('script[src]')].filter(node => !isOwn(node)).map(node => node.getAttribute('src')).join()
    if (scripts(document) !== scripts(page)) return location.reload()
    await restyle(page)
    document.title = page.title
    const [x, y] = [scrollX, scrollY]
    attributes(document.body, given, page.body)
    children(document.body, given, page.body)
    given = page.body
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

  const attributes = (open, old, now) => {
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) open.removeAttribute(name)
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) open.setAttribute(name, value)
  }

  const same = (one, other) => one.nodeName === other.nodeName && one.id === other.id

  // The nodes of the open page that the server gave, among others that scripts put there; none where it cannot be said.
  const aligned = (open, old) => {
    const rest = open[Symbol.iterator]()
    const found = []
    for (const node of old) {
      let next = rest.next()
      while (!next.done && !same(next.value, node)) next = rest.next()
      if (next.done) return
      found.push(next.value)
    }
    return found
  }

  const copy = node => document.importNode(node, true)

  const children = (open, old, now) => {
    const nodes = parent => [...parent.childNodes].filter(node => !isOwn(node))
    const [before, after] = [nodes(old), nodes(now)]
    const mine = aligned(nodes(open), before)
    if (!mine) return open.replaceChildren(...after.map(copy))
    after.slice(0, mine.length).forEach((node, at) => morph(mine[at], before[at], node))
    mine.slice(after.length).forEach(node => node.remove())
    const added = after.slice(mine.length).map(copy)
    if (mine.length && mine.at(-1).isConnected) mine.at(-1).after(...added)
    else open.append(...added)
  }

  const morph = (open, old, now) => {
    if (old.isEqualNode(now)) return
    if (!same(open, now) || !same(old, now)) return open.replaceWith(copy(now))
    if (!(open instanceof Element)) return void (open.nodeValue = now.nodeValue)
    attributes(open, old, now)
    children(open, old, now)
  }

  const begin = async () => {
    const [{ listen, stand }, { Bar }] = await Promise.all([import('/__dateline/parts.js'), import('/__dateline/bar.js')])
    const bar = await Bar.open(page, standpoint)
    const take = () => stand(standpoint)
    // The tab in which somebody clicks says from where it sees the site before the click asks for a page.
    for (const name of ['focus', 'pointerdown', 'keydown']) addEventListener(name, take, { capture: true })
    if (document.hasFocus()) take()
    const address = () => `/__dateline/events?page=${page}&as=${encodeURIComponent(standpoint)}`
    const go = where => { if (where !== location.pathname) location.href = where }
    listen(address, state => { bar.tell(state); follow(state) }, go)
  }

  begin()
})()
