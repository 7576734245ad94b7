// site.js: searches and filters a list, and copies citations. Pages are complete without it.
'use strict';

// --- The list. What is to be known of an entry stands on the entry.

const form = document.querySelector('form.find');
if (form) {
  const filters = ['publisher', 'type', 'year', 'source'];
  const names = ['q', ...filters];
  const words = form.dataset;
  const status = form.querySelector('output');
  const follow = form.querySelector('.follow');
  const sections = [...document.querySelectorAll('section.source')];
  const labels = { publisher: new Map(), type: new Map(), year: new Map(), source: new Map() };
  let texts = null; // what is searched in, made when it is first asked for

  const fold = (text) => text.normalize('NFC').toLowerCase();
  const number = (n) => (n < 10000 ? String(n) : String(n).replace(/\B(?=(\d{3})+$)/g, words.thousands));
  const entriesText = (n) => (n === 1 ? words.one : words.many.replace('%s', number(n)));

  const entries = sections.flatMap((section) => {
    const source = section.dataset.source;
    labels.source.set(source, section.dataset.name);
    return [...section.querySelectorAll('li.entry')].map((element) => {
      const bodies = [...element.querySelectorAll('bdi[data-key]')];
      const { type, year } = element.dataset;
      for (const body of bodies) labels.publisher.set(body.dataset.key, body.textContent);
      labels.type.set(type, element.querySelector('.type').textContent);
      if (year) labels.year.set(year, year);
      return { element, section, publisher: bodies.map((body) => body.dataset.key), type: [type], year: [year], source: [source] };
    });
  });

  // One select a filter; its options keep their places, only their counts change.
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const options = {};
  for (const name of filters) {
    const select = form.elements[name];
    const keys = [...labels[name].keys()].filter((key) => key !== '');
    keys.sort((a, b) => collator.compare(labels[name].get(a), labels[name].get(b)));
    if (name === 'year') keys.reverse();
    select.append(new Option(words.all, ''));
    options[name] = keys.map((key) => {
      const option = new Option(labels[name].get(key), key);
      select.append(option);
      return { key, option, label: labels[name].get(key) };
    });
    select.closest('.field').hidden = keys.length < 2;
  }

  const state = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value.trim()]));

  // A link may name a value that no entry has any more: it is shown, and fits nothing.
  const restore = () => {
    const query = new URLSearchParams(location.search);
    form.elements.q.value = query.get('q') ?? '';
    for (const name of filters) {
      const select = form.elements[name];
      const key = query.get(name) ?? '';
      select.querySelector('option[data-unknown]')?.remove();
      if (key && !labels[name].has(key)) {
        const option = new Option(key, key);
        option.dataset.unknown = '';
        select.append(option);
        select.closest('.field').hidden = false;
      }
      select.value = key;
    }
  };

  const address = (now) => {
    const query = new URLSearchParams();
    for (const name of names) if (now[name]) query.set(name, now[name]);
    const text = query.toString();
    return location.pathname + (text ? `?${text}` : '') + location.hash;
  };

  const apply = () => {
    const now = state();
    const wanted = fold(now.q).split(/\s+/).filter(Boolean);
    if (wanted.length) texts ??= entries.map(({ element }) => fold(element.textContent));
    const counts = Object.fromEntries(filters.map((name) => [name, new Map()]));
    const left = new Map(sections.map((section) => [section, 0]));
    const visible = entries.map((entry, i) => {
      const misses = filters.filter((name) => now[name] && !entry[name].includes(now[name]));
      if (misses.length > 1 || !wanted.every((word) => texts[i].includes(word))) return false;
      // An option counts what would be there if it alone were chosen anew in its filter.
      for (const name of misses.length ? misses : filters) {
        for (const key of entry[name]) counts[name].set(key, (counts[name].get(key) ?? 0) + 1);
      }
      if (misses.length) return false;
      left.set(entry.section, left.get(entry.section) + 1);
      return true;
    });
    show(now, visible, counts, left);
  };

  const show = (now, visible, counts, left) => {
    let found = 0;
    entries.forEach(({ element }, i) => {
      if (visible[i]) found += 1;
      if (element.hidden === visible[i]) element.hidden = !visible[i];
    });
    const active = names.some((name) => now[name]);
    for (const [section, n] of left) section.hidden = active && n === 0;
    for (const name of filters) {
      for (const { key, option, label } of options[name]) {
        const n = counts[name].get(key) ?? 0;
        const text = `${label} (${number(n)})`;
        if (option.text !== text) option.text = text;
        option.disabled = n === 0 && option.value !== now[name];
      }
    }
    const all = entriesText(entries.length);
    status.value = !active ? all : found === 0 ? words.none : words.found.replace('%s', number(found)).replace('%s', all);
    form.querySelector('button[type=reset]').hidden = !active;
    followFeed(now);
  };

  // Where exactly one of these is chosen, there is a feed of it.
  const followFeed = (now) => {
    const chosen = names.filter((name) => now[name]);
    const [name] = chosen;
    const fits = chosen.length === 1 && ['publisher', 'type', 'source'].includes(name) && labels[name].has(now[name]);
    follow.hidden = !fits;
    if (fits) follow.href = `${follow.dataset.feeds}${name}/${encodeURIComponent(now[name])}/feed.xml`;
  };

  // A choice is a step that Back undoes; the letters of one search are one step together.
  let typing = false;
  let timer = 0;
  const chosen = () => {
    typing = false;
    history.pushState(null, '', address(state()));
    apply();
  };
  form.elements.q.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = address(state());
      if (now !== location.pathname + location.search + location.hash) {
        if (typing) history.replaceState(null, '', now);
        else history.pushState(null, '', now);
        typing = true;
      }
      apply();
    }, 120);
  });
  form.elements.q.addEventListener('blur', () => { typing = false; });
  for (const name of filters) form.elements[name].addEventListener('change', chosen);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    for (const name of names) form.elements[name].value = '';
    chosen();
    form.elements.q.focus();
  });
  addEventListener('popstate', () => { typing = false; restore(); apply(); });
  addEventListener('pageshow', (event) => { if (event.persisted) { restore(); apply(); } });

  form.hidden = false;
  restore();
  apply();
}

// --- Citations to be copied.

for (const details of document.querySelectorAll('details.copy')) {
  const code = details.querySelector('code');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = details.dataset.copy;
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      said.textContent = details.dataset.copied;
    } catch { // no leave, or no secure address: the text is marked, to be copied by hand
      getSelection().selectAllChildren(code);
      said.textContent = '';
    }
  });
  code.parentElement.after(button, said);
}
