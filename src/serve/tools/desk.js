// The desk's page: what is not public yet with what it lacks, and what is wrong with the site.
import { count, element, finding, listen, mark, missing, place, stand, title, when } from './parts.js'

const desk = document.getElementById('desk')

const draw = async () => {
  const said = await (await fetch('/__dateline/desk.json')).json()
  const problems = [...said.problems, ...(said.only_public ?? [])]
  const of = file => problems.filter(problem => problem.file === file)
  desk.replaceChildren(...[said.held && held(said, of), wrong(said.problems, 'Problems of the site', said), onlyPublic(said)].filter(Boolean))
  document.title = `The desk: ${said.held ? `${said.held.length} not public, ` : ''}${count(problems.length, 'problem')}`
}

const held = (said, of) => {
  if (!said.held.length) return section('Not public', element('p', {}, 'Everything that is written is public.'))
  return section(`Not public: ${said.held.length}`, element('ul', { class: 'held' }, said.held.map(one => entry(one, of(one.file), said))))
}

const section = (heading, ...content) => element('section', {}, element('h2', {}, heading), ...content)

const entry = (one, findings, said) => {
  const look = () => stand('drafts')
  const headline = one.url ? element('a', { href: one.url, onclick: look, onauxclick: look }, one.headline) : one.headline
  const lacks = one.lacks.filter(({ line, what }) => !findings.some(finding => line && finding.line === line && finding.message.includes(what)))
  return element('li', {},
    element('h3', {}, headline),
    element('p', {}, element('span', { class: `status ${one.status}` }, title(one.status)), ' ', ...[becomes(one)].flat()),
    element('p', { class: 'quiet' }, place({ file: one.file }, said), one.words !== null && ` · ${count(one.words, 'word')}`),
    lacks.length || findings.length ? element('ul', { class: 'lacks' }, missing(lacks), lacks.filter(({ line }) => line).map(lack => mark(lack, one, said)), findings.map(problem => finding(problem, said))) : undefined)
}

const becomes = ({ status, public: at, date }) => {
  if (status === 'expired') return 'left the site'
  if (at) return `public from ${when(at)}`
  const dated = date ? `dated ${when(date)}; ` : ''
  return status === 'embargoed' ? `${dated}not public when the embargo ends either` : [dated, 'public once ', element('code', {}, 'draft: true'), ' is gone']
}

const wrong = (problems, heading, said) => problems.length
  ? section(`${heading}: ${problems.length}`, element('ol', { class: 'problems' }, problems.map(problem => finding(problem, said))))
  : section(heading, element('p', {}, 'Nothing is wrong.'))

// A preview may link to what is held back: the public site may not.
const onlyPublic = said => said.only_public?.length
  ? wrong(said.only_public, 'Problems of the public site alone', said)
  : undefined

listen(() => '/__dateline/events?page=/__dateline/', draw)
