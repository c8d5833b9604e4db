#include "measure/handovers/kernel.h"

#include <algorithm>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Timeline;
using How = StayEnd::How;

namespace {

Result<sequence::Match> match_of(const model::AnyOf& events, std::string_view place, sequence::Snapshot& snapshot,
                                 const sequence::Frame& frame) {
  auto match = sequence::Match::compile(events, snapshot, frame.columns(), "handovers");
  if (!match) return fail(std::move(match).error().at({.name = std::string(place), .source = {}}));
  return match;
}

Result<sequence::Trait> trait_of(const std::string& name, std::string_view place, sequence::Snapshot& snapshot,
                                 const sequence::Frame& frame) {
  auto trait = sequence::Trait::compile_known(name, snapshot, frame.columns(), "handovers");
  if (!trait) return fail(std::move(trait).error().at({.name = std::string(place), .source = {}}));
  return trait;
}

}  // namespace

std::size_t delay_class(std::int64_t delay) {
  return static_cast<std::size_t>(std::ranges::upper_bound(kDelays, delay / 1'000'000) - kDelays.begin());
}

Result<HandoverKernel> HandoverKernel::compile(const model::HandoversQuestion& asked, sequence::Snapshot& snapshot,
                                               const sequence::Frame& frame) {
  HandoverKernel kernel;
  TRY(between, trait_of(asked.between, "/between", snapshot, frame));
  kernel.between_ = std::move(between);
  if (!asked.topic.empty()) {
    TRY(topic, trait_of(asked.topic, "/topic", snapshot, frame));
    kernel.topic_ = std::move(topic);
  }
  TRY(events, match_of(asked.events.empty() ? model::AnyOf(1) : asked.events, "/events", snapshot, frame));
  kernel.events_ = std::move(events);
  TRY(done, match_of(asked.done, "/done", snapshot, frame));
  kernel.done_ = std::move(done);
  TRY(asks, match_of(asked.asks, "/asks", snapshot, frame));
  kernel.asks_ = std::move(asks);
  kernel.has_events_ = !asked.events.empty();
  kernel.has_done_ = !asked.done.empty();
  kernel.has_asks_ = !asked.asks.empty();
  kernel.within_ = asked.within.count();
  kernel.data_end_ = frame.data_end();
  return kernel;
}

std::vector<HandoverKernel::Stay> HandoverKernel::stays(const Timeline& timeline) const {
  std::vector<Stay> stays;
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    if (!events_(timeline, position)) continue;
    const sequence::Code station = between_.code(timeline, position);
    if (station == 0) continue;
    const bool goes_on = !stays.empty() && timeline.time(position) - timeline.time(stays.back().last) <= within_;
    if (goes_on && stays.back().station == station) {
      stays.back().last = position;
    } else {
      stays.push_back({position, position, station, goes_on ? stays.back().begun : position});
    }
  }
  return stays;
}

StayEnd HandoverKernel::end_of(const Timeline& timeline, const Stay& stay) const {
  StayEnd end{.anchor = stay.last, .entry = stay.begun, .how = How::Lost, .from = stay.station};
  if (done_(timeline, stay.last)) {
    end.how = How::Done;
  } else if (data_end_ - 1 - timeline.time(stay.last) < within_) {
    end.how = How::Open;
  }
  return end;
}

sequence::Code HandoverKernel::asked(const Timeline& timeline, std::size_t position) const {
  if (!has_asks_ || !asks_(timeline, position)) return 0;
  return topic_ ? topic_->code(timeline, position) : 1;
}

bool HandoverKernel::is_asked_again(const Timeline& timeline, const Stay& stay, std::size_t next,
                                    const std::set<sequence::Code>& before) const {
  if (before.empty()) return false;
  for (std::size_t position = stay.first; position < next; ++position) {
    if (timeline.time(position) - timeline.time(stay.last) > within_) return false;
    if (before.contains(asked(timeline, position))) return true;
  }
  return false;
}

std::vector<StayEnd> HandoverKernel::ends(const Timeline& timeline) const {
  const std::vector<Stay> all = stays(timeline);
  std::vector<StayEnd> ends;
  std::set<sequence::Code> asked_before;  // since begun anew, up to the stay at hand
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_handed_over = i + 1 < all.size() && all[i + 1].begun == all[i].begun;
    if (!is_handed_over) {
      ends.push_back(end_of(timeline, all[i]));
      asked_before.clear();
      continue;
    }
    for (std::size_t position = all[i].first; position < all[i + 1].first; ++position) {
      if (const sequence::Code topic = asked(timeline, position); topic != 0) asked_before.insert(topic);
    }
    const std::size_t next = i + 2 < all.size() ? all[i + 2].first : timeline.size();
    ends.push_back({.anchor = all[i].last,
                    .entry = all[i].begun,
                    .how = How::HandedOver,
                    .from = all[i].station,
                    .to = all[i + 1].station,
                    .delay = timeline.time(all[i + 1].first) - timeline.time(all[i].last),
                    .is_asked_again = is_asked_again(timeline, all[i + 1], next, asked_before)});
  }
  return ends;
}

void HandoverCounts::add(const Timeline& timeline, const StayEnd& end) {
  subjects.add(timeline.subject());
  Left& from = left[end.from];
  switch (end.how) {
    case How::Lost:
      ++from.lost;
      from.lost_subjects.add(timeline.subject());
      return;
    case How::Done:
      ++from.done;
      return;
    case How::Open:
      ++from.open;
      return;
    case How::HandedOver:
      break;
  }
  ++from.handed_over;
  Handed& passage = handed[{end.from, end.to}];
  ++passage.count;
  passage.asked_again += end.is_asked_again ? 1 : 0;
  passage.subjects.add(timeline.subject());
  passage.delays.add(end.delay);
  ++passage.by_delay[delay_class(end.delay)];
}

void HandoverCounts::merge(const HandoverCounts& other) {
  subjects.add_others(other.subjects.count());
  for (const auto& [stations, more] : other.handed) {
    Handed& passage = handed[stations];
    passage.count += more.count;
    passage.asked_again += more.asked_again;
    passage.subjects.add_others(more.subjects.count());
    passage.delays.merge(more.delays);
    for (std::size_t i = 0; i < more.by_delay.size(); ++i) passage.by_delay[i] += more.by_delay[i];
  }
  for (const auto& [station, more] : other.left) {
    Left& from = left[station];
    from.handed_over += more.handed_over;
    from.lost += more.lost;
    from.done += more.done;
    from.open += more.open;
    from.lost_subjects.add_others(more.lost_subjects.count());
  }
}

std::string HandoverCounts::save() const {
  sequence::Writer writer;
  writer.number(subjects.count());
  writer.count(handed.size());
  for (const auto& [stations, passage] : handed) {
    for (const std::int64_t number : {std::int64_t{stations.first}, std::int64_t{stations.second}, passage.count,
                                      passage.asked_again, passage.subjects.count()})
      writer.number(number);
    passage.delays.save(writer);
    for (const std::int64_t number : passage.by_delay) writer.number(number);
  }
  writer.count(left.size());
  for (const auto& [station, from] : left) {
    for (const std::int64_t number :
         {std::int64_t{station}, from.handed_over, from.lost, from.done, from.open, from.lost_subjects.count()})
      writer.number(number);
  }
  return writer.bytes();
}

Result<HandoverCounts> HandoverCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  HandoverCounts counts;
  counts.subjects.add_others(reader.number());
  for (std::size_t remaining = reader.count(); remaining > 0; --remaining) {
    const auto from = static_cast<sequence::Code>(reader.number()), to = static_cast<sequence::Code>(reader.number());
    Handed& passage = counts.handed[{from, to}];
    passage.count = reader.number();
    passage.asked_again = reader.number();
    passage.subjects.add_others(reader.number());
    passage.delays = sequence::Times::load(reader);
    for (std::int64_t& number : passage.by_delay) number = reader.number();
  }
  for (std::size_t remaining = reader.count(); remaining > 0; --remaining) {
    Left& from = counts.left[static_cast<sequence::Code>(reader.number())];
    for (std::int64_t* number : {&from.handed_over, &from.lost, &from.done, &from.open}) *number = reader.number();
    from.lost_subjects.add_others(reader.number());
  }
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
