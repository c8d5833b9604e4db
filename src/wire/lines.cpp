#include "wire/lines.h"

#include <algorithm>
#include <cstring>

namespace throughline::wire {
namespace {

constexpr std::size_t kBlock = 128 << 10;

std::size_t search(const std::vector<char>& buffer, char wanted, std::size_t from, std::size_t to) {
  const void* found = to > from ? std::memchr(buffer.data() + from, wanted, to - from) : nullptr;
  return found == nullptr ? to : static_cast<std::size_t>(static_cast<const char*>(found) - buffer.data());
}

}  // namespace

Lines::Lines(std::unique_ptr<ByteSource> bytes, std::size_t limit)
    : bytes_(std::move(bytes)), limit_(limit), buffer_(2 * kBlock + kPadding) {}

std::size_t Lines::find(char wanted, std::size_t& known) const {
  if (known == kUnknown || known < position_) known = search(buffer_, wanted, position_, filled_);
  return known;
}

Result<Lines::Step> Lines::begin() {
  if (skipping_) CHECKED(skip_line());
  begin_ = position_;
  number_ = next_number_;
  TRY(step, take_line());
  if (step == Step::TooLong) skipping_ = true;
  if (step == Step::Line) first_end_ = position_;
  return step;
}

Result<Lines::Step> Lines::extend() {
  return take_line();
}

void Lines::keep_first_line() {
  position_ = first_end_;
  next_number_ = number_ + 1;
  line_feed_ = carriage_return_ = kUnknown;
}

std::string_view Lines::first_line() const {
  const std::string_view text = skipping_ ? view(begin_, filled_) : view(begin_, first_end_);
  return text.substr(0, text.find_first_of("\r\n"));
}

Result<Lines::Step> Lines::take_line() {
  for (;;) {
    const std::size_t end = std::min(find('\n', line_feed_), find('\r', carriage_return_));
    if (end - begin_ > limit_) return Step::TooLong;
    if (end < filled_) {
      const bool maybe_pair = buffer_[end] == '\r';
      if (!maybe_pair || end + 1 < filled_ || ended_) {
        line_begin_ = position_;
        position_ = end + 1;
        if (maybe_pair && position_ < filled_ && buffer_[position_] == '\n') ++position_;
        ++next_number_;
        return Step::Line;
      }
    } else if (ended_) {
      if (position_ == filled_) return Step::End;
      line_begin_ = position_;
      position_ = filled_;
      ++next_number_;
      return Step::Line;
    }
    CHECKED(fill());
  }
}

Status Lines::skip_line() {
  for (;;) {
    const std::size_t end = std::min(find('\n', line_feed_), find('\r', carriage_return_));
    if (end < filled_ && (buffer_[end] == '\n' || end + 1 < filled_ || ended_)) {
      const bool pair = buffer_[end] == '\r' && end + 1 < filled_ && buffer_[end + 1] == '\n';
      position_ = end + (pair ? 2 : 1);
      break;
    }
    position_ = begin_ = end;
    if (ended_) break;
    CHECKED(fill());
  }
  skipping_ = false;
  ++next_number_;
  return {};
}

Status Lines::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, filled_ - begin_);
    for (std::size_t* place : {&first_end_, &line_begin_, &position_, &filled_}) *place -= std::min(*place, begin_);
    for (std::size_t* place : {&line_feed_, &carriage_return_}) {
      if (*place != kUnknown) *place = *place < begin_ ? kUnknown : *place - begin_;
    }
    begin_ = 0;
  }
  if (buffer_.size() - filled_ < kBlock + kPadding) buffer_.resize(2 * buffer_.size());
  TRY(count, bytes_->read(std::span(buffer_).subspan(filled_, buffer_.size() - filled_ - kPadding)));
  ended_ = count == 0;
  const std::size_t before = filled_;
  filled_ += count;
  if (line_feed_ == before) line_feed_ = search(buffer_, '\n', before, filled_);
  if (carriage_return_ == before) carriage_return_ = search(buffer_, '\r', before, filled_);
  return {};
}

}  // namespace throughline::wire
