// remembered.h: equal questions are answered once per version of the data.
//
//     two pages ask for the same scorecard at once     one computes, both get its reply
//     the same question after an import                computed anew: the version has grown
//
// Whoever computes works for all who wait for the same reply, within `limits`; when all of them have left, it stops.
//
// Holds kRemembered replies, the newest used; only good replies of questions (workspace, scorecard, metrics, journeys,
// funnel, names, questions) are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "serve/http.h"

namespace throughline::serve {

inline constexpr std::size_t kRemembered = 256;

Handler remembered(Handler handler, std::function<std::int64_t()> version, Patience::Limits limits = {});

}  // namespace throughline::serve
