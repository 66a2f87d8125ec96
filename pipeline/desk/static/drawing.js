"use strict";
/* A Word document drawn in a frame that is cut off from everything: its bytes come in by a message, the name of a figure that
   was clicked goes out by one. */
(function () {
  const HOW = { className: "paper", inWrapper: false, ignoreFonts: true, renderAltChunks: false };
  const FIGURE = /^_f\d+$/;

  /* What stands between the bookmarks of a figure becomes a link by its name. */
  function linked(element) {
    const kept = [];
    let open = null;
    for (const child of element.children || []) {
      if (child.type === "bookmarkStart" && FIGURE.test(child.name)) {
        open = { end: child.id, link: { type: "hyperlink", anchor: child.name, children: [] } };
        kept.push(open.link);
      } else if (open && child.type === "bookmarkEnd" && child.id === open.end) {
        open = null;
      } else {
        (open ? open.link.children : kept).push(child);
        linked(child);
      }
    }
    if (element.children) { element.children = kept; }
  }

  /* Only figures are links here: wherever else a link of the document leads, nobody goes from here. */
  function tamed() {
    for (const link of document.querySelectorAll("a")) {
      const name = (link.getAttribute("href") || "").slice(1);
      if (FIGURE.test(name)) {
        link.dataset.figure = name;
        link.title = "看它从哪几格来";
      } else {
        link.removeAttribute("href");
      }
    }
  }

  /* Every page as wide as there is room for, none wider than on paper. */
  function fitted() {
    for (const one of document.querySelectorAll("section.paper")) {
      one.style.zoom = 1;
      one.style.zoom = Math.min(1, (document.documentElement.clientWidth - 16) / one.offsetWidth);
    }
  }

  window.addEventListener("message", async (event) => {
    if (event.source !== window.parent) { return; }
    try {
      const paper = await docx.parseAsync(event.data, HOW);
      linked(paper.documentPart.body);
      document.body.append(...await docx.renderDocument(paper, HOW));
      tamed();
      fitted();
      window.parent.postMessage("drawn", "*");
    } catch (error) {
      window.parent.postMessage("failed", "*");
    }
  });
  window.addEventListener("resize", fitted);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) { return; }
    event.preventDefault();
    if (link.dataset.figure) { window.parent.postMessage(link.dataset.figure, "*"); }
  });
  window.parent.postMessage("ready", "*");
})();
