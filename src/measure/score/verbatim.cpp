#include "measure/score/verbatim.h"

#include <algorithm>
#include <tuple>

#include "sequence/state_bytes.h"

namespace throughline::measure {

void LatestVerbatims::keep(const Verbatim& verbatim) {
  const auto is_newer = [](const Verbatim& a, const Verbatim& b) {
    return std::tie(a.time, b.subject, a.position) > std::tie(b.time, a.subject, b.position);
  };
  kept_.insert(std::ranges::upper_bound(kept_, verbatim, is_newer), verbatim);
  if (kept_.size() > most_) kept_.pop_back();
}

void LatestVerbatims::add(const sequence::Timeline& timeline, const Response& response) {
  const std::size_t position = response.anchor;
  Verbatim verbatim;
  verbatim.time = timeline.time(position);
  verbatim.event = timeline.event(position);
  verbatim.subject = timeline.subject();
  verbatim.position = position;
  verbatim.text = texts_->codes[timeline.row(position)];
  verbatim.channel = timeline.channel(position);
  if (response.verdict == Verdict::Scored) verbatim.score = response.score;
  keep(verbatim);
}

void LatestVerbatims::merge(const LatestVerbatims& other) {
  for (const Verbatim& verbatim : other.kept_) keep(verbatim);
}

std::string LatestVerbatims::save() const {
  sequence::Writer writer;
  writer.count(most_);
  writer.count(kept_.size());
  for (const Verbatim& each : kept_) {
    writer.number(each.time);
    writer.number(static_cast<std::int64_t>(each.event));
    writer.count(each.subject);
    writer.count(each.position);
    writer.number(each.text);
    writer.number(each.channel);
    writer.number(each.score.has_value() ? 1 : 0);
    writer.number(each.score.value_or(0));
  }
  return writer.bytes();
}

Result<LatestVerbatims> LatestVerbatims::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  LatestVerbatims result(nullptr, static_cast<std::size_t>(reader.number()));
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    Verbatim& each = result.kept_.emplace_back();
    each.time = reader.number();
    each.event = static_cast<std::uint64_t>(reader.number());
    each.subject = static_cast<std::size_t>(reader.number());
    each.position = static_cast<std::size_t>(reader.number());
    each.text = static_cast<sequence::Code>(reader.number());
    each.channel = static_cast<sequence::Code>(reader.number());
    const bool has_score = reader.number() != 0;
    const std::int64_t score = reader.number();
    if (has_score) each.score = score;
  }
  CHECKED(reader.status());
  return result;
}

}  // namespace throughline::measure
