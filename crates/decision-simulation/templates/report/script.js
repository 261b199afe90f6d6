'use strict';
(() => {
  // Tables: a head becomes a button; the first press sorts the largest to the top.
  for (const table of document.querySelectorAll('table.sortable')) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const declared = [...body.rows];
    heads.forEach((head, column) => {
      if (!head.textContent) return;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const isText = !declared.some(row => row.cells[column]?.dataset.key);
        const first = isText ? 'ascending' : 'descending';
        const second = isText ? 'descending' : 'ascending';
        const state = head.getAttribute('aria-sort');
        const next = state === first ? second : state === second ? null : first;
        for (const other of heads) other.removeAttribute('aria-sort');
        if (next) head.setAttribute('aria-sort', next);
        const sign = next === 'ascending' ? 1 : -1;
        const key = row => row.cells[column]?.dataset.key;
        const compare = (one, other) => {
          if (isText) return sign * one.cells[column].textContent.localeCompare(other.cells[column].textContent, undefined, {numeric: true});
          if (key(one) === undefined || key(other) === undefined) return (key(one) === undefined) - (key(other) === undefined);
          return sign * (Number(key(one)) - Number(key(other)));
        };
        body.append(...(next ? [...declared].sort(compare) : declared));
      });
    });
  }
  // Tips of pictures: by pointer, by touch and by keyboard; arrows go from point to point.
  const tip = document.createElement('div');
  tip.id = 'tip';
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true');
  document.body.append(tip);
  const show = point => {
    tip.textContent = point.dataset.tip;
    tip.hidden = false;
    const box = point.getBoundingClientRect();
    const left = Math.min(scrollX + box.right + 8, scrollX + document.documentElement.clientWidth - tip.offsetWidth - 8);
    const above = scrollY + box.top - tip.offsetHeight - 8;
    tip.style.left = Math.max(scrollX + 8, left) + 'px';
    tip.style.top = (above < scrollY + 8 ? scrollY + box.bottom + 8 : above) + 'px';
  };
  const hide = () => { tip.hidden = true; };
  for (const chart of document.querySelectorAll('svg.chart')) {
    const points = [...chart.querySelectorAll('.tipped')];
    points.forEach((point, place) => {
      const title = point.querySelector('title');
      point.dataset.tip = title.textContent;
      title.remove();
      point.tabIndex = place === 0 ? 0 : -1;
      point.addEventListener('pointerenter', () => show(point));
      point.addEventListener('pointerleave', hide);
      point.addEventListener('focus', () => show(point));
      point.addEventListener('blur', hide);
      point.addEventListener('keydown', event => {
        const step = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1}[event.key];
        if (event.key === 'Escape') hide();
        const next = step && points[place + step];
        if (!next) return;
        event.preventDefault();
        point.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      });
    });
  }
  // On paper every table stands open.
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')];
    for (const details of closed) details.open = true;
  });
  addEventListener('afterprint', () => { for (const details of closed) details.open = false; });
})();
