#include "measure/path/trails.h"

#include <algorithm>

#include "measure/path/bulk.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Match;
using sequence::Passage;
using sequence::Timeline;
using sequence::Visit;

namespace {

constexpr std::int64_t kMostNodes = 1 << 24;  // of a saved state: broken bytes cannot ask for more memory

}  // namespace

Result<PathKernel> PathKernel::compile(const model::Question::Paths& asked, const model::Counting& counting,
                                       sequence::Snapshot& snapshot, const sequence::Frame& frame) {
  if (!asked.around.empty() && (!asked.start.empty() || !asked.end.empty())) {
    return fail(Error{.code = "paths.conflict",
                      .message = "\"around\" excludes \"start\" and \"end\"",
                      .place = {.name = "/around"},
                      .help = "\"around\" shows what lies before and after one event; leave the others out"});
  }
  TRY(nodes, sequence::Nodes::make(asked.naming, snapshot, sequence::Nodes::Nameless::LeftOut));
  PathKernel kernel(sequence::Passages(std::move(nodes), asked.gap, asked.collapse, counting));
  const auto match = [&](const model::AnyOf& events, std::string_view place) -> Result<Match> {
    auto compiled = Match::compile(events, snapshot, frame.columns(), "paths");
    if (!compiled) return fail(std::move(compiled).error().at({.name = std::string(place), .source = {}}));
    return compiled;
  };
  TRY(start, match(asked.start, "/start"));
  TRY(end, match(asked.end, "/end"));
  TRY(around, match(asked.around, "/around"));
  const bool only_end = asked.start.empty() && !asked.end.empty();
  kernel.has_at_ = !asked.start.empty() || !asked.end.empty() || !asked.around.empty();
  kernel.has_end_ = !asked.start.empty() && !asked.end.empty();
  kernel.shows_before_ = only_end || !asked.around.empty();
  kernel.shows_after_ = !only_end;
  kernel.at_ = !asked.around.empty() ? std::move(around) : only_end ? end : std::move(start);
  if (kernel.has_end_) kernel.end_ = std::move(end);
  kernel.steps_ = asked.steps;
  return kernel;
}

bool PathKernel::takes_bulk(const sequence::Frame& frame) const {
  if (frame.is_split() || !frame.counts_all()) return false;
  return has_at_ || TrailCells::size(nodes().size(), static_cast<std::size_t>(steps_)) <= TrailCells::kMost;
}

std::optional<std::size_t> PathKernel::first_match(const Match& match, const Timeline& timeline, std::size_t begin,
                                                   std::size_t last) const {
  for (std::size_t position = begin; position <= last; ++position) {
    if (match(timeline, position) && nodes().at(timeline, position) != sequence::kNoNode) return position;
  }
  return std::nullopt;
}

std::optional<Trail> PathKernel::trail_of(const Timeline& timeline, const Passage& passage) const {
  const std::span<const Visit> visits = passage.visits;
  // The visit that holds an event: the last that begins no later.
  const auto visit_of = [&](std::size_t position) {
    return static_cast<std::size_t>(std::ranges::upper_bound(visits, position, {}, &Visit::position) - visits.begin()) -
           1;
  };
  Trail trail{.anchor = visits.front().position, .entry = visits.front().position};
  if (has_at_) {
    const auto found = first_match(at_, timeline, visits.front().position, passage.last);
    if (!found) return std::nullopt;
    trail.anchor = *found;
  }
  const std::size_t center = visit_of(trail.anchor), steps = static_cast<std::size_t>(steps_);
  std::size_t end = shows_after_ ? visits.size() : center + 1;
  if (has_end_) {
    const auto found = first_match(end_, timeline, trail.anchor + 1, passage.last);
    if (!found) return std::nullopt;
    end = visit_of(*found) + 1;
  }
  const std::size_t begin = !shows_before_ ? center : center + 1 > steps ? center + 1 - steps : 0;
  end = std::min(end, center + steps);
  trail.visits = visits.subspan(begin, end - begin);
  trail.first = static_cast<int>(begin) - static_cast<int>(center);
  trail.begins = begin == 0;
  trail.ends = end == visits.size();
  return trail;
}

void PathCounts::add(const Timeline& timeline, const Trail& trail) {
  ++passages;
  subjects.add(timeline.subject());
  for (std::size_t i = 0; i < trail.visits.size(); ++i) {
    const Visit& visit = trail.visits[i];
    const std::size_t place = index(trail.first + static_cast<int>(i));
    PathNode& node = station(place, visit.node);
    ++node.passages;
    node.subjects.add(timeline.subject());
    if (i == 0 && trail.begins) ++node.entries;
    if (i + 1 == trail.visits.size()) {
      node.exits += trail.ends ? 1 : 0;
    } else {
      links_[place].at(visit.node, trail.visits[i + 1].node).add(timeline.subject());
    }
  }
}

void PathCounts::merge(const PathCounts& other) {
  passages += other.passages;
  subjects.add_others(other.subjects.count());
  for (std::size_t place = 0; place < other.stations_.size(); ++place) {
    for (sequence::Node node = 0; node < other.stations_[place].size(); ++node) {
      const PathNode& counts = other.stations_[place][node];
      if (counts.passages == 0) continue;
      PathNode& into = station(place, node);
      into.passages += counts.passages;
      into.entries += counts.entries;
      into.exits += counts.exits;
      into.subjects.add_others(counts.subjects.count());
    }
    links_[place].merge(other.links_[place]);
  }
}

std::string PathCounts::save() const {
  sequence::Writer writer;
  writer.number(static_cast<std::int64_t>(nodes_));
  writer.number(first_);
  writer.number(passages);
  writer.number(subjects.count());
  writer.count(stations_.size());
  for (std::size_t place = 0; place < stations_.size(); ++place) {
    const std::vector<PathNode>& station = stations_[place];
    writer.number(std::ranges::count_if(station, [](const PathNode& node) { return node.passages > 0; }));
    for (sequence::Node node = 0; node < station.size(); ++node) {
      const PathNode& counts = station[node];
      if (counts.passages == 0) continue;
      for (const std::int64_t number :
           {std::int64_t{node}, counts.passages, counts.entries, counts.exits, counts.subjects.count()})
        writer.number(number);
    }
    links_[place].save(writer);
  }
  return writer.bytes();
}

Result<PathCounts> PathCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  const std::int64_t nodes = reader.number();
  const int first = static_cast<int>(std::clamp<std::int64_t>(reader.number(), -kMostPathSteps, 0));
  PathCounts counts(nodes < 0 || nodes > kMostNodes ? 0 : static_cast<std::size_t>(nodes), first, first);
  counts.passages = reader.number();
  counts.subjects.add_others(reader.number());
  const std::size_t places = reader.count();
  counts.stations_.resize(places);
  counts.links_.resize(places);
  for (std::size_t place = 0; place < places && !reader.is_broken(); ++place) {
    for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
      const std::int64_t number = reader.number();
      if (number < 0 || number >= static_cast<std::int64_t>(counts.nodes_)) return fail("state.broken", "no such node");
      PathNode& node = counts.station(place, static_cast<sequence::Node>(number));
      for (std::int64_t* count : {&node.passages, &node.entries, &node.exits}) *count = reader.number();
      node.subjects.add_others(reader.number());
    }
    counts.links_[place] = sequence::Edges::load(reader);
  }
  CHECKED(reader.status());
  return counts;
}

void PathTimes::add(const Timeline&, const Trail& trail) {
  for (std::size_t i = 0; i + 1 < trail.visits.size(); ++i) {
    const Visit &visit = trail.visits[i], &next = trail.visits[i + 1];
    const std::uint32_t link = links->find(trail.first + static_cast<int>(i), visit.node, next.node);
    if (link != sequence::ChosenEdges::kNone) times[link].add(next.time - visit.time);
  }
}

std::string PathTimes::save() const {
  sequence::Writer writer;
  sequence::save(writer, times);
  return writer.bytes();
}

Result<PathTimes> PathTimes::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  PathTimes loaded;
  loaded.times = sequence::load_times(reader);
  CHECKED(reader.status());
  return loaded;
}

}  // namespace throughline::measure
