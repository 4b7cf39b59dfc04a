// Map apps answer to another name on an iPhone; which phone this is only the phone knows.
"use strict";

(function () {
  if (!/iPhone|iPad|iPod/.test(navigator.userAgent)) return;
  for (const link of document.querySelectorAll("a[data-iphone]")) link.href = link.dataset.iphone;
})();
