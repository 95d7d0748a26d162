// Puts the page together. Each piece takes its place and listens to the store from then on.

import { mountBanners } from "./banners.js";
import { mountChats } from "./chats.js";
import { mountComposer } from "./composer.js";
import { mountHeader } from "./header.js";
import { mountLog } from "./log.js";
import { mountPanel } from "./panel.js";
import { followAddress } from "./address.js";
import { become, on, state } from "./store.js";
import { useTheme } from "./theme.js";

function begin() {
  useTheme();
  on("hello", ({ language }) => {
    document.documentElement.lang = language;
  });
  mountChats(document.getElementById("chats"));
  const chat = document.getElementById("chat");
  mountHeader(chat);
  mountBanners(chat);
  mountLog(chat);
  mountComposer(chat);
  mountPanel(document.getElementById("panel"));
  followAddress();
  // Who was here last; the server says who it is where nobody was, or where that person is gone.
  become(Number(localStorage.getItem("viewer")) || state.viewer);
}

begin();
