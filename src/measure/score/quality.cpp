#include "measure/score/quality.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/parallel.h"
#include "sequence/state_bytes.h"
#include "stats/mean.h"

namespace throughline::measure {

using sequence::Code;

struct QualityReader::Seen {
  stats::Moments log_durations;
  std::map<Codes, std::int64_t> identified;
};

QualityReader::Flags QualityReader::flag_of(const std::string& name) {
  if (name == "straight_lining") return kStraightLining;
  if (name == "speeding") return kSpeeding;
  return name == "duplicates" ? kDuplicates : Flags{0};
}

Result<QualityReader> QualityReader::compile(
    const model::ResponseQuality& quality, sequence::Snapshot& snapshot, const sequence::Columns& columns,
    const std::function<bool(const sequence::Timeline&, std::size_t)>& is_answer) {
  QualityReader reader;
  for (const std::string& name : quality.exclude) reader.excluded_ |= flag_of(name);
  const auto read = [&](const std::vector<std::string>& names, std::vector<Column>& into) -> Status {
    for (const std::string& name : names) {
      TRY(column, snapshot.event_property(columns, name));
      into.push_back(column);
    }
    return {};
  };
  CHECKED(read(quality.straight_lining, reader.lined_));
  CHECKED(read(quality.duplicates, reader.same_));
  if (!quality.duration.empty()) {
    TRY(duration, snapshot.event_property(columns, quality.duration));
    reader.duration_ = duration;
  }
  reader.fastest_ = quality.fastest;
  reader.compares_durations_ = reader.duration_ != nullptr && !quality.fastest;
  if (reader.compares_durations_ || !reader.same_.empty()) {
    Seen all;
    std::mutex joining;
    parallel_slices(columns.subjects(), default_threads(), [&](unsigned, std::size_t begin, std::size_t end) {
      Seen own;
      for (std::size_t subject = begin; subject < end; ++subject) {
        const sequence::Timeline timeline(columns, subject);
        for (std::size_t position = 0; position < timeline.size(); ++position)
          if (is_answer(timeline, position)) reader.look_at(timeline.row(position), own);
      }
      const std::lock_guard lock(joining);
      all.log_durations.merge(own.log_durations);
      for (const auto& [codes, count] : own.identified) all.identified[codes] += count;
    });
    reader.learn(std::move(all));
  }
  return reader;
}

std::optional<QualityReader::Codes> QualityReader::identifying(std::uint64_t row) const {
  Codes codes;
  for (const Column column : same_) {
    codes.push_back(column->codes[row]);
    if (codes.back() == 0) return std::nullopt;
  }
  return codes;
}

std::optional<double> QualityReader::seconds(std::uint64_t row) const {
  const Code code = duration_ == nullptr ? 0 : duration_->codes[row];
  return code == 0 ? std::nullopt : duration_->numbers[code];
}

void QualityReader::look_at(std::uint64_t row, Seen& seen) const {
  const std::optional<double> took = compares_durations_ ? seconds(row) : std::nullopt;
  if (took && *took > 0) seen.log_durations.add(stats::nano_log(*took));
  if (same_.empty()) return;
  if (std::optional<Codes> codes = identifying(row)) ++seen.identified[std::move(*codes)];
}

void QualityReader::learn(Seen seen) {
  constexpr std::int64_t kFewestDurations = 100;  // as Qualtrics
  constexpr double kDeviations = 2;
  if (seen.log_durations.count >= kFewestDurations) {
    const stats::Summary logs = stats::summarise(seen.log_durations, stats::kNanoLog);
    fastest_ = std::exp(logs.mean - kDeviations * *logs.deviation());
  }
  std::erase_if(seen.identified, [](const auto& each) { return each.second < 2; });
  repeated_ = std::move(seen.identified);
}

QualityReader::Flags QualityReader::flags(std::uint64_t row) const {
  Flags flags = 0;
  const auto text = [&](Column column) { return column->values.text(column->codes[row]); };
  const bool is_lined = !lined_.empty() && std::ranges::all_of(lined_, [&](Column column) {
    return column->codes[row] != 0 && text(column) == text(lined_.front());
  });
  if (is_lined) flags |= kStraightLining;
  if (const auto took = seconds(row); took && fastest_ && *took < *fastest_) flags |= kSpeeding;
  if (!repeated_.empty()) {
    if (const auto codes = identifying(row); codes && repeated_.contains(*codes)) flags |= kDuplicates;
  }
  return flags;
}

void QualityCounts::add(QualityReader::Flags flags) {
  ++answers;
  flagged += flags != 0 ? 1 : 0;
  straight_lining += (flags & QualityReader::kStraightLining) != 0 ? 1 : 0;
  speeding += (flags & QualityReader::kSpeeding) != 0 ? 1 : 0;
  duplicates += (flags & QualityReader::kDuplicates) != 0 ? 1 : 0;
}

void QualityCounts::merge(const QualityCounts& other) {
  answers += other.answers;
  flagged += other.flagged;
  straight_lining += other.straight_lining;
  speeding += other.speeding;
  duplicates += other.duplicates;
}

std::string QualityCounts::save() const {
  sequence::Writer writer;
  for (const std::int64_t number : {answers, flagged, straight_lining, speeding, duplicates}) writer.number(number);
  return writer.bytes();
}

Result<QualityCounts> QualityCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  QualityCounts counts;
  for (std::int64_t* number :
       {&counts.answers, &counts.flagged, &counts.straight_lining, &counts.speeding, &counts.duplicates})
    *number = reader.number();
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
