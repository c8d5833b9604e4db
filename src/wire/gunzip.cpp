#include "wire/gunzip.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>
#include <new>
#include <optional>
#include <zlib.h>

namespace throughline::wire {
namespace {

class Gunzip final : public ByteSource {
 public:
  explicit Gunzip(std::unique_ptr<ByteSource> packed) : ByteSource(packed->name()), packed_(std::move(packed)) {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Gunzip() override { inflateEnd(&stream_); }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  Result<std::size_t> read(std::span<char> room) override {
    room = room.first(std::min<std::size_t>(room.size(), std::numeric_limits<uInt>::max()));
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = static_cast<uInt>(room.size());
    while (stream_.avail_out == room.size() && !failure_ && !ended_) step();
    const std::size_t count = room.size() - stream_.avail_out;
    if (count == 0 && failure_) return fail(*failure_);
    return count;
  }

  Progress progress() const override { return packed_->progress(); }

 private:
  void step() {
    if (stream_.avail_in == 0 && !refill()) return;
    if (between_members_ && !begin_member()) return;
    const int outcome = inflate(&stream_, Z_NO_FLUSH);
    if (outcome == Z_STREAM_END) {
      between_members_ = true;
    } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
      damaged(stream_.msg != nullptr ? stream_.msg : "the packed data is broken");
    }
  }

  // False at the end of the file and where reading failed.
  bool refill() {
    auto count = packed_->read(std::span(reinterpret_cast<char*>(input_.data()), input_.size()));
    if (!count) {
      failure_ = std::move(count).error();
      return false;
    }
    if (*count == 0) {
      ended_ = between_members_;
      if (!ended_) damaged("the file ends too early");
      return false;
    }
    stream_.next_in = input_.data();
    stream_.avail_in = static_cast<uInt>(*count);
    return true;
  }

  // Behind a member: another one, zeros up to the end, or damage. False when more input is needed or nothing follows.
  bool begin_member() {
    while (stream_.avail_in > 0 && *stream_.next_in == 0) {
      padding_ = true;
      ++stream_.next_in;
      --stream_.avail_in;
    }
    if (stream_.avail_in == 0) return false;
    if (padding_) {
      damaged("something follows the padding at its end");
      return false;
    }
    inflateReset(&stream_);
    between_members_ = false;
    return true;
  }

  void damaged(std::string_view what) {
    failure_ = Error{.code = "gzip.damaged",
                     .message = fmt::format("the gzip file is damaged near byte {}: {}",
                                            packed_->progress().done - stream_.avail_in, what),
                     .place = place_in(name()),
                     .notes = {"rows before the damage were read"},
                     .help = "copy or export the file again, then check it with gzip -t"};
  }

  std::unique_ptr<ByteSource> packed_;
  z_stream stream_ = {};
  std::array<Bytef, 64 << 10> input_;
  std::optional<Error> failure_;
  bool between_members_ = false;
  bool padding_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> packed) {
  return std::make_unique<Gunzip>(std::move(packed));
}

}  // namespace throughline::wire
