#include "measure/path/path.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

#include "measure/path/bulk.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using model::Question;
using sequence::Frame;
using sequence::Node;
using sequence::Nodes;

constexpr std::string_view kOther = "other";

std::string title(const Question::Paths& asked) {
  if (!asked.around.empty()) return "Paths around " + sequence::to_text(asked.around);
  std::string text = "Paths";
  if (!asked.start.empty()) text += " from " + sequence::to_text(asked.start);
  if (!asked.end.empty()) text += " to " + sequence::to_text(asked.end);
  return text;
}

// ---- the people behind a node or link ---------------------------------------------------------------------------

struct Outcome {
  enum class Kind { Any, Visited, Entry, Exit, Link } kind = Kind::Any;
  int position = 0;
  Node node = 0, next = 0;

  bool includes(const Trail& trail) const {
    if (kind == Kind::Any) return true;
    const int place = position - trail.first;
    if (place < 0 || place >= static_cast<int>(trail.visits.size())) return false;
    const auto at = static_cast<std::size_t>(place);
    if (trail.visits[at].node != node) return false;
    const bool is_last = at + 1 == trail.visits.size();
    if (kind == Kind::Entry) return at == 0 && trail.begins;
    if (kind == Kind::Exit) return is_last && trail.ends;
    return kind == Kind::Visited || (!is_last && trail.visits[at + 1].node == next);
  }
};

std::unexpected<Error> unknown_outcome(std::string_view text, const Nodes& nodes) {
  const std::size_t colon = text.rfind(':');
  return fail("paths.unknown-outcome", fmt::format("no outcome of these paths is called \"{}\"", text),
              did_you_mean(colon == std::string_view::npos ? text : text.substr(colon + 1), nodes.labels(),
                           "write node:POSITION:NAME, entry:POSITION:NAME, exit:POSITION:NAME, link:POSITION:FROM > "
                           "TO, or leave it empty"));
}

Result<Outcome> parse_outcome(std::string_view text, const Nodes& nodes) {
  using Kind = Outcome::Kind;
  Outcome outcome;
  if (text.empty()) return outcome;
  for (const auto& [prefix, kind] : {std::pair("node:", Kind::Visited), std::pair("entry:", Kind::Entry),
                                     std::pair("exit:", Kind::Exit), std::pair("link:", Kind::Link)}) {
    if (!text.starts_with(prefix)) continue;
    outcome.kind = kind;
    const std::string_view rest = text.substr(std::string_view(prefix).size());
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), outcome.position);
    if (error != std::errc() || end == rest.data() + rest.size() || *end != ':') break;
    const std::string_view name(end + 1, static_cast<std::size_t>(rest.data() + rest.size() - end - 1));
    if (kind == Kind::Link) {
      const auto pair = nodes.find_pair(name);
      if (!pair) break;
      std::tie(outcome.node, outcome.next) = *pair;
      return outcome;
    }
    const auto node = nodes.find(name);
    if (!node) break;
    outcome.node = *node;
    return outcome;
  }
  return unknown_outcome(text, nodes);
}

// ---- links and nodes --------------------------------------------------------------------------------------------

struct Link {
  int position;
  sequence::Edges::Placed placed;
  std::int64_t passages() const { return placed.edge->passed; }
};

// The links of one group: those listed, by position and then passages; and how many passings the rest of a position has.
struct Chosen {
  std::vector<Link> listed;
  std::map<int, std::int64_t> other;
  std::size_t all = 0;
  std::int64_t passings = 0, passings_listed = 0;
};

Chosen choose(const PathCounts& counts, std::size_t limit) {
  Chosen chosen;
  std::vector<Link> links;
  for (int position = counts.first(); position < counts.last(); ++position) {
    for (const auto& placed : counts.links(position)) links.push_back({position, placed});
  }
  chosen.all = links.size();
  std::ranges::stable_sort(links, std::ranges::greater(), &Link::passages);  // equal ones by position, from, to
  for (std::size_t i = 0; i < links.size(); ++i) {
    chosen.passings += links[i].passages();
    if (i < limit) chosen.passings_listed += links[i].passages();
    if (i >= limit) chosen.other[links[i].position] += links[i].passages();
  }
  links.resize(std::min(links.size(), limit));
  std::ranges::stable_sort(links, {}, &Link::position);
  chosen.listed = std::move(links);
  return chosen;
}

// The links that any group lists.
PathLinks links_of(const std::vector<Chosen>& groups, const PathKernel& kernel) {
  PathLinks links{.first = kernel.first(), .at = {}, .before = {}};
  std::vector<std::set<std::pair<Node, Node>>> by_position(static_cast<std::size_t>(kernel.last() - kernel.first()));
  for (const Chosen& chosen : groups) {
    for (const Link& link : chosen.listed)
      by_position[static_cast<std::size_t>(link.position - links.first)].emplace(link.placed.from, link.placed.to);
  }
  std::uint32_t before = 0;
  for (const auto& edges : by_position) {
    links.before.push_back(before);
    links.at.emplace_back(kernel.nodes().size(), std::vector(edges.begin(), edges.end()));
    before += static_cast<std::uint32_t>(edges.size());
  }
  return links;
}

struct Listing {
  model::Answer& answer;
  const Question& question;
  const Frame& frame;
  const Nodes& nodes;
  model::Rows stations = {}, shown = {};

  std::string people() const { return std::string(sequence::plural(question.counting)); }

  void list_link(sequence::GroupKey group, const PathCounts& counts, const PathTimes& times, const Link& link) {
    const sequence::Edge& edge = *link.placed.edge;
    const sequence::Times& spans = times.times[times.links->find(link.position, link.placed.from, link.placed.to)];
    model::Row row = frame.columns_of(group);
    row.emplace_back("position", link.position);
    row.emplace_back("from", nodes.label(link.placed.from));
    row.emplace_back("to", nodes.label(link.placed.to));
    row.emplace_back(people(), edge.subjects.count());
    row.emplace_back("passages", link.passages());
    row.emplace_back("share", sequence::share(link.passages(), counts.at(link.position)[link.placed.from].passages));
    row.emplace_back("median_seconds", sequence::median_seconds(spans));
    row.emplace_back("mean_seconds", sequence::mean_seconds(spans));
    answer.rows.push_back(std::move(row));
  }

  void list_other(sequence::GroupKey group, int position, std::int64_t passages) {
    model::Row row = frame.columns_of(group);
    row.emplace_back("position", position);
    row.emplace_back("from", std::string(kOther));
    row.emplace_back("to", std::string(kOther));
    row.emplace_back(people(), model::Cell());
    row.emplace_back("passages", passages);
    row.emplace_back("share", model::Cell());
    row.emplace_back("median_seconds", model::Cell());
    row.emplace_back("mean_seconds", model::Cell());
    answer.rows.push_back(std::move(row));
  }

  void list_links(sequence::GroupKey group, const PathCounts& counts, const PathTimes& times, const Chosen& chosen) {
    auto link = chosen.listed.begin();
    for (int position = counts.first(); position < counts.last(); ++position) {
      for (; link != chosen.listed.end() && link->position == position; ++link) list_link(group, counts, times, *link);
      if (const auto other = chosen.other.find(position); other != chosen.other.end())
        list_other(group, position, other->second);
    }
  }

  void list_station(sequence::GroupKey group, int position, std::string name, model::Cell people_there,
                    const PathNode& node, std::int64_t all) {
    model::Row row = frame.columns_of(group);
    row.emplace_back("position", position);
    row.emplace_back("node", std::move(name));
    row.emplace_back(people(), std::move(people_there));
    row.emplace_back("passages", node.passages);
    row.emplace_back("share", sequence::share(node.passages, all));
    row.emplace_back("entries", node.entries);
    row.emplace_back("exits", node.exits);
    stations.push_back(std::move(row));
  }

  // Nodes that a listed link touches, and all of position 0; the rest of a position together.
  void list_stations(sequence::GroupKey group, const PathCounts& counts, const Chosen& chosen) {
    std::set<std::pair<int, Node>> touched;
    for (const Link& link : chosen.listed) {
      touched.emplace(link.position, link.placed.from);
      touched.emplace(link.position + 1, link.placed.to);
    }
    const bool are_all = chosen.listed.size() == chosen.all;
    for (int position = counts.first(); position <= counts.last(); ++position) {
      const std::vector<PathNode>& station = counts.at(position);
      PathNode other;
      for (Node node = 0; node < station.size(); ++node) {
        if (station[node].passages == 0) continue;
        if (are_all || position == 0 || touched.contains({position, node})) {
          list_station(group, position, nodes.label(node), station[node].subjects.count(), station[node],
                       counts.passages);
        } else {
          other.passages += station[node].passages;
          other.entries += station[node].entries;
          other.exits += station[node].exits;
        }
      }
      if (other.passages > 0) list_station(group, position, std::string(kOther), {}, other, counts.passages);
    }
  }

  void list_group(sequence::GroupKey group, const PathCounts& counts, const PathTimes& times, const Chosen& chosen) {
    list_links(group, counts, times, chosen);
    list_stations(group, counts, chosen);
    model::Row row = frame.columns_of(group);
    row.emplace_back("links", chosen.listed.size());
    row.emplace_back("all_links", chosen.all);
    row.emplace_back("passings", sequence::share(chosen.passings_listed, chosen.passings));
    shown.push_back(std::move(row));
  }
};

void describe(model::Answer& answer, const Question& question, const PathKernel& kernel, const PathCounts& all) {
  const std::string subjects(sequence::plural(question.counting));
  answer.counts = {{subjects, all.subjects.count()}, {"passages", all.passages}};
  answer.units = {{subjects, "count"},         {"passages", "count"}, {"share", "share"}, {"median_seconds", "seconds"},
                  {"mean_seconds", "seconds"}, {"entries", "count"},  {"exits", "count"}, {"passings", "share"}};
  answer.methods = {std::string(sequence::kWilson), std::string(sequence::kBucketMedians)};
  kernel.passages().describe(answer);
  if (all.passages == 0) sequence::no_data(answer, "no passage of this period has such an event");
}

}  // namespace

Result<model::Answer> paths(const Question& question, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Paths>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, PathKernel::compile(asked, question.counting, snapshot, frame));
  model::Answer answer = sequence::begin_answer("paths", title(asked), frame, snapshot);
  if (question.behind) {
    TRY(group, frame.group(question.behind->group));
    TRY(outcome, parse_outcome(question.behind->outcome, kernel.nodes()));
    const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit,
                                           [&](const Trail& trail) { return outcome.includes(trail); });
    sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
    return answer;
  }
  const auto [states, all] = sequence::fold_with_everybody(frame, kernel);
  Listing listing{answer, question, frame, kernel.nodes()};
  std::vector<Chosen> chosen;
  for (const auto& [key, counts] : states) chosen.push_back(choose(counts, static_cast<std::size_t>(asked.edges)));
  const PathLinks links = links_of(chosen, kernel);
  const auto times = sequence::fold(frame, PathTimesKernel(kernel, links));
  std::size_t group = 0;
  for (const auto& [key, counts] : states) listing.list_group(key, counts, times.at(key), chosen[group++]);
  answer.more = {{"nodes", std::move(listing.stations)}, {"shown", std::move(listing.shown)}};
  describe(answer, question, kernel, all);
  return answer;
}

}  // namespace throughline::measure
