// Light, dark or as the reader's device has it: the choice is remembered in this browser and goes nowhere else.
// Runs before the page is drawn, so that no reader of a dark page sees a white flash.
{
  const KEY = 'dateline-scheme';
  const root = document.documentElement;
  const unchosen = root.dataset.scheme ?? 'auto';
  const papers = { light: '(prefers-color-scheme: light)', dark: '(prefers-color-scheme: dark)' };

  // A browser may refuse to remember anything; then a choice holds for its page alone.
  const remembered = () => {
    try {
      return localStorage.getItem(KEY) ?? '';
    } catch {
      return '';
    }
  };
  const remember = (scheme) => {
    try {
      if (scheme) localStorage.setItem(KEY, scheme);
      else localStorage.removeItem(KEY);
    } catch {}
  };

  const show = (scheme) => {
    root.dataset.scheme = scheme || unchosen;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.dataset.of ??= meta.media === papers.dark ? 'dark' : 'light';
      meta.media = scheme ? (meta.dataset.of === scheme ? 'all' : 'not all') : papers[meta.dataset.of];
    }
  };

  show(remembered());
  addEventListener('DOMContentLoaded', () => {
    const form = document.querySelector('form.scheme');
    if (!form) return;
    for (const radio of form.elements.scheme) radio.checked = radio.value === remembered();
    form.addEventListener('change', () => {
      const scheme = form.elements.scheme.value;
      show(scheme);
      remember(scheme);
    });
    form.hidden = false;
  });
  // Another tab of the same site chose.
  addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) show(remembered());
  });
}
