#include "measure/session/bulk.h"

#include <algorithm>
#include <utility>

#include "sequence/scan.h"

namespace throughline::measure {
namespace {

template <class Value>
void make_room(std::vector<Value>& values, std::size_t size) {
  if (values.size() < size) values.resize(size);
}

}  // namespace

SessionBulk::SessionBulk(const SessionKernel& kernel, const sequence::Frame& frame)
    : kernel_(&kernel), tallies_(frame.groups(), SessionTally(kernel)), everybody_(kernel) {}

void SessionBulk::add(const sequence::Stretch& stretch) {
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = kernel_->nodes().of_codes(*piece_);
  }
  std::size_t begin = stretch.begin;
  for (std::size_t place = stretch.begin; place <= stretch.end; ++place) {
    if (place < stretch.end && piece_->is_alive(place)) continue;
    if (begin < place) add_run(begin, place);
    begin = place + 1;
  }
}

void SessionBulk::add_run(std::size_t begin, std::size_t end) {
  const auto offsets = piece_->segment->offsets;
  first_row_ = offsets[begin];
  const std::size_t rows = offsets[end] - first_row_;
  if (rows == 0) return;
  make_room(times_, rows);
  piece_->segment->time.read(first_row_, std::span(times_).first(rows));
  subject_begins_.assign(sequence::mark_words(rows), 0);
  group_begins_.assign({0, static_cast<std::uint32_t>(rows)});
  if (kernel_->is_per_channel()) {
    order_by_channel(begin, end);
  } else {
    const sequence::Marks begins(subject_begins_.data(), subject_begins_.size());
    for (std::size_t place = begin; place < end; ++place)
      if (offsets[place] != offsets[place + 1]) begins.set(0, offsets[place] - first_row_);
  }
  cut();
  kernel_->nodes().codes(*piece_).visit([&](const auto& code_at) {
    if (!kernel_->is_per_channel()) {
      return add_sessions([&](std::size_t row) { return of_codes_[code_at(first_row_ + row)]; });
    }
    add_sessions([&](std::size_t place) { return of_codes_[code_at(first_row_ + rows_[place])]; });
  });
  if (kernel_->is_per_channel()) count_everybody(begin, end);
}

void SessionBulk::order_by_channel(std::size_t begin, std::size_t end) {
  const auto offsets = piece_->segment->offsets;
  const std::size_t rows = offsets[end] - first_row_;
  make_room(rows_, rows + sequence::kListRoom);
  make_room(ordered_, rows);
  make_room(place_of_, rows);
  for (std::size_t place = begin; place < end; ++place)
    std::fill(place_of_.begin() + (offsets[place] - first_row_), place_of_.begin() + (offsets[place + 1] - first_row_),
              static_cast<std::uint32_t>(place - begin));
  group_begins_.assign(1, 0);
  for (sequence::Code channel = 0; channel < tallies_.size(); ++channel) {
    const auto is_wanted = sequence::codes_that(piece_->channels, [&](sequence::Code code) { return code == channel; });
    sequence::mark(piece_->segment->channel, first_row_, rows, is_wanted, begins_);
    group_begins_.push_back(group_begins_.back() + static_cast<std::uint32_t>(sequence::list_marks(
                                                       begins_, rows_.data() + group_begins_.back())));
  }
  std::uint32_t before = sequence::kNobody;
  sequence::mark_each(rows, subject_begins_, [&](std::size_t at) {
    ordered_[at] = times_[rows_[at]];
    return place_of_[rows_[at]] != std::exchange(before, place_of_[rows_[at]]);
  });
  times_.swap(ordered_);
  const sequence::Marks begins(subject_begins_.data(), subject_begins_.size());
  for (std::size_t group = 0; group < tallies_.size(); ++group)
    if (group_begins_[group] < group_begins_[group + 1]) begins.set(0, group_begins_[group]);
}

// Where subjects and their sessions begin.
void SessionBulk::cut() {
  const std::size_t rows = group_begins_.back();
  sequence::mark_pauses(std::span(times_).first(rows), kernel_->idle(), begins_);
  for (std::size_t word = 0; word < subject_begins_.size(); ++word) begins_[word] |= subject_begins_[word];
  begins_.push_back(0);  // the last one ends there
  const auto list = [rows](const sequence::MarkWords& marks, std::vector<std::uint32_t>& places) {
    places.resize(rows + sequence::kListRoom);
    const std::size_t count = sequence::list_marks(marks, places.data());
    places[count] = static_cast<std::uint32_t>(rows);
    places.resize(count + 1);
  };
  list(subject_begins_, subjects_);
  list(begins_, sessions_);
  numbers_.resize(subjects_.size() - 1);
  sequence::count_before(begins_, std::span(subjects_).subspan(1), numbers_.data());
  for (std::size_t subject = numbers_.size(); subject-- > 1;) numbers_[subject] -= numbers_[subject - 1];
}

template <class NodeAt>
void SessionBulk::add_sessions(const NodeAt& node_at) {
  // Of those that begin at ascending places, the ones of a group: the first and how many.
  const auto of_group = [this](const std::vector<std::uint32_t>& begins, std::size_t group) {
    const auto first = std::ranges::lower_bound(begins, group_begins_[group]);
    const auto behind = std::lower_bound(first, begins.end(), group_begins_[group + 1]);
    return std::pair(static_cast<std::size_t>(first - begins.begin()), static_cast<std::size_t>(behind - first));
  };
  for (std::size_t group = 0; group < tallies_.size(); ++group) {
    if (group_begins_[group] == group_begins_[group + 1]) continue;
    const auto [session, sessions] = of_group(sessions_, group);
    const auto [subject, subjects] = of_group(subjects_, group);
    tallies_[group].add(times_.data(), std::span(sessions_).subspan(session, sessions + 1), node_at);
    tallies_[group].add_subjects(std::span(numbers_).subspan(subject, subjects));
  }
}

// Each subject once, with its sessions of all channels.
void SessionBulk::count_everybody(std::size_t begin, std::size_t end) {
  of_all_.assign(end - begin, 0);
  for (std::size_t subject = 0; subject < numbers_.size(); ++subject)
    of_all_[place_of_[rows_[subjects_[subject]]]] += numbers_[subject];
  std::erase(of_all_, 0U);
  everybody_.add_subjects(of_all_);
}

sequence::States<SessionKernel> SessionBulk::finish() {
  sequence::States<SessionKernel> states;
  if (!kernel_->is_per_channel()) {
    states.emplace(0, tallies_.front().finish());
    return states;
  }
  SessionCounts all = kernel_->empty();
  for (std::size_t group = 0; group < tallies_.size(); ++group) {
    SessionCounts counts = tallies_[group].finish();
    if (counts.sessions == 0) continue;
    all.merge(counts);
    states.emplace(static_cast<sequence::GroupKey>(group), std::move(counts));
  }
  const SessionCounts of_subjects = everybody_.finish();
  all.subjects = of_subjects.subjects;
  all.subjects_with = of_subjects.subjects_with;
  if (all.sessions > 0) states.emplace(sequence::kEverybody, std::move(all));
  return states;
}

}  // namespace throughline::measure
