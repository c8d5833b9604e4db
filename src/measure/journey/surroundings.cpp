#include "measure/journey/surroundings.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/metric.h"
#include "measure/score/verbatim.h"

namespace throughline::measure {

using model::Row;
using model::Rows;

namespace {

constexpr std::size_t kVerbatims = 3;

Row row_of(const Verbatim& verbatim, const std::string& survey, const sequence::PropertyColumn& texts,
           const sequence::Columns& columns, const sequence::Snapshot& snapshot) {
  Row row{{"text", std::string(texts.values.text(verbatim.text))}, {"survey", survey}};
  row.emplace_back("score", verbatim.score
                                ? model::Cell(static_cast<double>(*verbatim.score) / static_cast<double>(kThousandths))
                                : model::Cell());
  row.emplace_back("channel", std::string(snapshot.channels().text(verbatim.channel)));
  row.emplace_back("time", from_micros(verbatim.time));
  row.emplace_back("person", snapshot.subject_name(columns, verbatim.subject));
  return row;
}

}  // namespace

Surroundings::Surroundings(const model::Question& scope, const model::Catalogue& catalogue,
                           sequence::Snapshot& snapshot)
    : scope_(scope), catalogue_(catalogue), snapshot_(snapshot) {
  scope_.counting = {};
  scope_.behind.reset();
}

Result<Rows> Surroundings::readings(const std::vector<std::string>& metrics) {
  Rows rows;
  for (const std::string& name : metrics) {
    TRY(metric, catalogue_.metric(name));
    if (metric->is_relationship) {
      add_note(fmt::format("\"{}\" is a relationship metric: it stands on the journey, not in a stage", name));
      continue;
    }
    TRY(found, reading(name));
    rows.push_back(found);
  }
  return rows;
}

Result<Rows> Surroundings::relationship_readings(const std::vector<std::string>& metrics) {
  Rows rows;
  for (const std::string& name : metrics) {
    TRY(metric, catalogue_.metric(name));
    if (!metric->is_relationship && is_of_answers(metric->kind)) {
      add_note(
          fmt::format("\"{}\" is a transactional metric: it stands where people were asked, not on the journey", name));
      continue;
    }
    TRY(found, reading(name));
    rows.push_back(found);
  }
  return rows;
}

void Surroundings::add_note(std::string note) {
  if (std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(std::move(note));
}

Result<Rows> Surroundings::task_readings(const std::vector<std::string>& tasks,
                                         const std::vector<std::string>& metrics) {
  Rows rows;
  for (const std::string& task : tasks) {
    const std::string key = fmt::format("{}\n{}", task, fmt::join(metrics, "\n"));
    if (!tasks_.contains(key)) {
      TRY(found, measure::task_readings(task, metrics, scope_, catalogue_, snapshot_));
      tasks_.emplace(key, std::move(found));
    }
    const Rows& of_task = tasks_.at(key).at(group_);
    rows.insert(rows.end(), of_task.begin(), of_task.end());
  }
  return rows;
}

Result<Row> Surroundings::reading(const std::string& metric) {
  if (const auto known = readings_.find(metric); known != readings_.end()) return known->second.at(group_);
  TRY(found, metric_readings(metric, scope_, catalogue_, snapshot_));
  return readings_.emplace(metric, std::move(found)).first->second.at(group_);
}

Result<std::vector<Told>> Surroundings::told(const std::string& name) {
  if (const auto known = told_.find(name); known != told_.end()) return known->second.at(group_);
  ByGroup<std::vector<Told>> result;
  TRY(metric, catalogue_.metric(name));
  if (is_of_answers(metric->kind) && !metric->is_relationship) {
    TRY(frame, sequence::Frame::make(scope_, catalogue_, snapshot_));
    TRY(texts, snapshot_.event_property(frame.columns(), model::kVerbatim));
    TRY(reader, ResponseReader::compile(*metric, snapshot_, frame.columns()));
    const std::string& survey = metric->survey.empty() ? metric->name : metric->survey;
    for (const auto& [key, latest] : sequence::fold(frame, VerbatimKernel(reader, *texts, kVerbatims))) {
      std::vector<Told>& own = result.of[label_of(frame.columns_of(key))];
      for (const Verbatim& verbatim : latest.newest_first()) {
        own.push_back({verbatim.time, verbatim.event, row_of(verbatim, survey, *texts, frame.columns(), snapshot_)});
      }
    }
  }
  return told_.emplace(name, std::move(result)).first->second.at(group_);
}

Result<Rows> Surroundings::verbatims(const std::vector<std::string>& metrics) {
  std::vector<Told> all;
  for (const std::string& name : metrics) {
    TRY(of_metric, told(name));
    for (const Told& each : of_metric) {
      // Two metrics may read the same answers.
      if (std::ranges::find(all, each.event, &Told::event) == all.end()) all.push_back(each);
    }
  }
  std::ranges::stable_sort(all, [](const Told& a, const Told& b) { return a.time > b.time; });
  if (all.size() > kVerbatims) all.resize(kVerbatims);
  Rows rows;
  for (Told& each : all) rows.push_back(std::move(each.row));
  return rows;
}

}  // namespace throughline::measure
