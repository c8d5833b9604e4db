// json_text.h: a JSON value as text, numbers in the form that JsonWriter gives them.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace throughline::wire {

// Numbers are finite (asserted).
std::string json_text(const boost::json::value& value);

}  // namespace throughline::wire
