"use strict";
const find = document.getElementById("find");
const contents = document.querySelector("nav details");
const routes = [...document.querySelectorAll(".route")].map((element) => ({
  element,
  link: document.querySelector(`nav a[href="#${element.id}"]`).parentElement,
  words: element.textContent.toLowerCase(),
}));
const groups = [...document.querySelectorAll("main section"), ...document.querySelectorAll("nav section")];

function search() {
  const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const route of routes) {
    const shown = wanted.every((word) => route.words.includes(word));
    found += shown;
    route.element.classList.toggle("hidden", !shown);
    route.link.classList.toggle("hidden", !shown);
  }
  for (const group of groups) {
    const left = group.querySelector(".route:not(.hidden), li:not(.hidden)");
    group.classList.toggle("hidden", !left);
  }
  document.querySelector(".intro").classList.toggle("hidden", wanted.length > 0);
  document.querySelector(".nothing").classList.toggle("hidden", found > 0);
}

function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches(".route")) {
    target.open = true;
    target.scrollIntoView();
  }
}

find.hidden = false;
find.addEventListener("input", search);
addEventListener("hashchange", open);
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== find) {
    event.preventDefault();
    find.focus();
  }
});
if (matchMedia("(max-width: 52rem)").matches) contents.open = false;
open();
