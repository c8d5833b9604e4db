// pages.h: the web pages, out of the program file itself.
//
//     /assets/index-1a2b3c.js   kept by browsers for good: another content has another name
//     /  /people/p_1            index.html, asked for anew each time: the page's own routes
//     /people/ana@example.org   the same: a dot alone makes no file
//     /missing.png              404
#pragma once

#include <span>

#include "serve/embedded.h"
#include "serve/http.h"

namespace throughline::serve {

// Without files, one built-in page that says so.
Handler pages(std::span<const embedded::Embedded> files);

}  // namespace throughline::serve
