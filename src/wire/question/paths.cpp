// paths, flow and variants: what passages have in common, told in three ways.
#include "wire/question/asks.h"
#include "wire/question/naming.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {

using model::Question;

namespace {

Status read_events_of(const JsonItem& item, std::string_view member, model::AnyOf& events) {
  const auto given = item.find(member);
  if (!given) return {};
  TRY(any_of, read_events(*given));
  events = std::move(any_of);
  return {};
}

Status read_whole(const JsonItem& item, std::string_view member, int most, int& number) {
  const auto given = item.find(member);
  if (!given) return {};
  TRY(whole, given->whole(1, most));
  number = static_cast<int>(whole);
  return {};
}

}  // namespace

Status read_paths(const JsonItem& item, Question& question) {
  Question::Paths paths;
  CHECKED(read_events_of(item, "start", paths.start));
  CHECKED(read_events_of(item, "end", paths.end));
  CHECKED(read_events_of(item, "around", paths.around));
  CHECKED(read_whole(item, "steps", 100, paths.steps));
  CHECKED(read_whole(item, "edges", 10'000, paths.edges));
  CHECKED(read_collapse(item, paths.collapse));
  CHECKED(read_gap(item, paths.gap));
  CHECKED(read_node_and_group(item, paths.naming));
  question.ask = std::move(paths);
  return {};
}

Status read_flow(const JsonItem& item, Question& question) {
  Question::Flow flow;
  CHECKED(read_whole(item, "nodes", 200, flow.nodes));
  if (const auto times = item.find("times")) {
    TRY(truth, read_truth(*times));
    flow.times = truth;
  }
  CHECKED(read_collapse(item, flow.collapse));
  CHECKED(read_gap(item, flow.gap));
  CHECKED(read_node_and_group(item, flow.naming));
  question.ask = std::move(flow);
  return {};
}

Status read_variants(const JsonItem& item, Question& question) {
  Question::Variants variants;
  CHECKED(read_whole(item, "limit", 10'000, variants.limit));
  CHECKED(read_events_of(item, "goal", variants.goal));
  CHECKED(read_collapse(item, variants.collapse));
  CHECKED(read_gap(item, variants.gap));
  CHECKED(read_node_and_group(item, variants.naming));
  question.ask = std::move(variants);
  return {};
}

}  // namespace throughline::wire::question
