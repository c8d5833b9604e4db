// json_reader.h: typed reading of a JSON document, where every mismatch is an error with a pointer to its place.
//
//     question.json#/steps/1/channel
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/zone.h"

namespace throughline::wire {

// Errors: json.too-long, json.too-deep, json.broken with line and column.
Result<boost::json::value> parse_json(std::string_view text, std::string_view name_of_document);

// A value in the document and the way to it. Valid as long as the document.
class JsonItem {
 public:
  // `zone` is that of days and times in the document that name none.
  JsonItem(const boost::json::value& value, std::string_view document, Zone zone = Zone::utc())
      : value_(&value), document_(document), zone_(std::move(zone)) {}

  const boost::json::value& value() const { return *value_; }
  const Zone& zone() const { return zone_; }
  JsonItem in_zone(Zone zone) const {
    JsonItem same = *this;
    same.zone_ = std::move(zone);
    return same;
  }
  Place place() const;

  std::vector<JsonItem> items() const;                            // of an array
  std::vector<std::pair<std::string, JsonItem>> members() const;  // of an object
  std::optional<JsonItem> find(std::string_view member) const;
  Result<JsonItem> need(std::string_view member) const;  // question.missing-member

  // Errors: question.wrong-type when it is no object, question.unknown-member.
  Status check_members(const std::vector<std::string>& known) const;

  Result<std::string> text() const;  // not ""
  Result<std::int64_t> whole(std::int64_t least, std::int64_t most) const;

  std::unexpected<Error> error(std::string code, std::string message, std::string help = {}) const;
  std::unexpected<Error> error(Error from_elsewhere) const;  // at this place
  std::unexpected<Error> wrong_type(std::string_view expected) const;

  template <class T>
  Result<T> at_this_place(Result<T> result) const {
    if (!result) return error(std::move(result).error());
    return result;
  }

 private:
  JsonItem below(const boost::json::value& value, std::string_view step) const;

  const boost::json::value* value_;
  std::string_view document_;
  Zone zone_;
  std::string pointer_;  // RFC 6901
};

}  // namespace throughline::wire
