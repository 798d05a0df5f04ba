// Clipping: the bookmarklet of this server, and the ways to a draft that was written.
import { element, finding, listen, place, stand } from './parts.js'

// Runs in the page that is clipped. What no article has is left behind: pages are mostly scripts.
const send = action => {
  const root = document.documentElement.cloneNode(true)
  for (const node of root.querySelectorAll('script:not([type*=json]),style,svg,canvas,template,iframe')) node.remove()
  for (const node of root.querySelectorAll('[src^="data:"]')) node.removeAttribute('src')
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', action, target: '_blank', acceptCharset: 'utf-8', hidden: true })
  for (const [name, value] of [['address', location.href], ['page', root.outerHTML]]) {
    const field = document.createElement('textarea')
    Object.assign(field, { name, value })
    form.append(field)
  }
  document.body.append(form)
  form.submit()
  form.remove()
}

const bookmarklet = document.getElementById('bookmarklet')
if (bookmarklet) {
  const href = `javascript:${encodeURIComponent(`(${send})('${location.origin}/__dateline/clip')`)}`
  const said = element('span', { role: 'status', class: 'said' })
  const onclick = event => {
    event.preventDefault()
    said.textContent = ' Not here: drag it to the bar of bookmarks, open the page to clip, and press it there.'
  }
  bookmarklet.replaceChildren('Drag this to the bar of bookmarks: ', element('a', { href, class: 'bookmarklet', onclick }, 'Clip to Dateline'),
    '. Pressed on a page that you read, also one for subscribers, it shows here what would be written.', said)
}

const filed = document.getElementById('filed')
if (filed) {
  const { file } = filed.dataset
  listen(() => '/__dateline/events?page=/__dateline/clip/', async () => {
    const said = await (await fetch('/__dateline/desk.json')).json()
    const problems = said.problems.filter(problem => problem.file === file)
    const look = () => stand('drafts')
    const held = said.held?.find(one => one.file === file)
    const preview = held?.url
      ? element('a', { href: held.url, onclick: look, onauxclick: look }, 'See the draft')
      : said.held ? 'The preview does not have it yet.' : 'This server shows the public site alone: drafts are not in it.'
    filed.replaceChildren(element('p', {}, place({ file }, said)), element('p', {}, preview),
      problems.length ? element('ol', { class: 'problems' }, problems.map(problem => finding(problem, said))) : '')
  })
}
