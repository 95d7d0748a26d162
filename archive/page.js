// Filters by what is typed, jumps to a month, searches for a tag, plays a film from a second.
"use strict";
(() => {
  const all = [...document.querySelectorAll("article")];
  const box = document.getElementById("q");
  const month = document.getElementById("m");
  const count = document.getElementById("n");
  const none = document.getElementById("none");
  const heads = [...document.querySelectorAll("h2[data-m]")];
  const plain = (text) => text.normalize("NFKC").toLocaleLowerCase();
  const texts = all.map((article) => plain(article.textContent));

  for (const head of heads) {
    const option = document.createElement("option");
    option.value = head.dataset.m;
    option.textContent = head.textContent;
    month.append(option);
  }
  month.hidden = heads.length < 2;

  // The file has the oldest first; a month's name always stands above its entries.
  const order = document.getElementById("o");
  let newest = false;
  order.addEventListener("click", () => {
    newest = !newest;
    const turned = (list) => (newest ? [...list].reverse() : list);
    for (const head of turned(heads)) {
      none.parentElement.append(head);
      for (const one of turned(all)) if (one.dataset.m === head.dataset.m) none.parentElement.append(one);
    }
    [order.textContent, order.dataset.other] = [order.dataset.other, order.textContent];
    scrollTo(0, 0);
  });

  // The corners of a round film cut off the player's own controls.
  for (const film of document.querySelectorAll("video.round")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "play";
    button.setAttribute("aria-label", `▶ ${film.getAttribute("aria-label")}`);
    film.controls = false;
    const frame = document.createElement("div");
    frame.className = "frame";
    film.replaceWith(frame);
    frame.append(film, button);
    const mark = () => button.classList.toggle("playing", !film.paused);
    for (const event of ["play", "pause", "ended"]) film.addEventListener(event, mark);
    button.addEventListener("click", () => (film.paused ? film.play() : film.pause()));
  }

  const show = () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const months = new Set();
    let found = 0;
    all.forEach((article, i) => {
      const inMonth = !month.value || article.dataset.m === month.value;
      const fits = inMonth && words.every((word) => texts[i].includes(word));
      article.hidden = !fits;
      if (fits) {
        found += 1;
        months.add(article.dataset.m);
      }
    });
    for (const head of heads) head.hidden = !months.has(head.dataset.m);
    none.hidden = found > 0 || !all.length;
    count.textContent = `${found} / ${all.length}`;
  };

  let wait;
  box.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(show, 120);
  });
  month.addEventListener("change", () => {
    show();
    scrollTo(0, 0);
  });
  document.addEventListener("click", (event) => {
    const tag = event.target.closest("button.tag");
    if (tag) {
      box.value = tag.textContent;
      month.value = "";
      show();
      scrollTo(0, 0);
    }
    const at = event.target.closest("button.at");
    const film = at && at.closest("article").querySelector("video, audio");
    if (film) {
      film.currentTime = Number(at.dataset.t);
      film.play();
    }
  });
  document.querySelector(".bar").hidden = !all.length;
  show();
})();
