// compute.h: statistics on plain numbers: one JSON object in, one out.
//
//     compute("proportion", R"({"successes": 7, "n": 10})")
//     {"status":"ok","method":"proportion","estimate":{"value":0.7,"low":0.3923,"high":0.8967,"n":10,…},"mle":0.7,…}
//
// Data that carry no answer give a status and a reason (docs/reference/compute.md lists them), never NaN. The name of a
// section ("task_completion") stands for the first of its methods whose fields are given.
// Errors: compute.unknown-method; compute.bad-input for what the method's schema does not allow; json.broken and its
// kin.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace throughline::compute {

// `document` is where the JSON is from, for errors: a file's name, or "".
Result<std::string> compute(std::string_view method, std::string_view json, std::string_view document = {});

// {"methods": [{"name", "section", "title", "source", "input": a JSON Schema}, …]}
std::string list();

// {"status": code, "reason": …, "place": …, "help": …}: an error as a document of the same form.
std::string refusal(const Error& error);

}  // namespace throughline::compute
