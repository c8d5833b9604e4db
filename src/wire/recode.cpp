#include "wire/utf16.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <iconv.h>
#include <optional>

namespace throughline::wire {
namespace {

constexpr char kNoCharacter = '\xFF';

class FromUtf16 final : public ByteSource {
 public:
  FromUtf16(std::unique_ptr<ByteSource> bytes, iconv_t converter)
      : ByteSource(bytes->name()), bytes_(std::move(bytes)), converter_(converter) {}
  ~FromUtf16() override { iconv_close(converter_); }
  FromUtf16(const FromUtf16&) = delete;
  FromUtf16& operator=(const FromUtf16&) = delete;

  Result<std::size_t> read(std::span<char> room) override {
    char* out = room.data();
    std::size_t left = room.size();
    while (left == room.size() && !failure_) {
      if (size_ < 2 || starved_) {
        const bool more = refill();
        if (failure_) break;
        if (!more) {
          if (size_ == 0) return 0;
          size_ = 0;  // an odd byte or half a pair at the end
          *out = kNoCharacter;
          return 1;
        }
      }
      convert(out, left);
    }
    if (left == room.size()) return fail(*failure_);
    return room.size() - left;
  }

  Progress progress() const override { return bytes_->progress(); }

 private:
  void convert(char*& out, std::size_t& left) {
    char* in = input_.data() + begin_;
    const std::size_t outcome = iconv(converter_, &in, &size_, &out, &left);
    const int why = outcome == static_cast<std::size_t>(-1) ? errno : 0;
    begin_ = static_cast<std::size_t>(in - input_.data());
    starved_ = why == EINVAL;
    if (why == EILSEQ && left > 0) {
      *out++ = kNoCharacter;
      --left;
      begin_ += 2;
      size_ -= 2;
    }
  }

  // Puts more bytes behind those that could not be converted yet. False at the end.
  bool refill() {
    std::memmove(input_.data(), input_.data() + begin_, size_);
    begin_ = 0;
    starved_ = false;
    auto count = bytes_->read(std::span(input_).subspan(size_));
    if (!count) {
      failure_ = std::move(count).error();
      return false;
    }
    size_ += *count;
    return *count > 0;
  }

  std::unique_ptr<ByteSource> bytes_;
  iconv_t converter_;
  std::array<char, 64 << 10> input_;
  std::size_t begin_ = 0;  // what is not converted yet: size_ bytes from begin_
  std::size_t size_ = 0;
  bool starved_ = false;  // the last character needs bytes that were not read yet
  std::optional<Error> failure_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> from_utf16(std::unique_ptr<ByteSource> bytes, ByteOrder order) {
  const iconv_t converter = iconv_open("UTF-8", order == ByteOrder::Big ? "UTF-16BE" : "UTF-16LE");
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return fail(Error{.code = "file.unreadable",
                      .message = "this system cannot convert UTF-16",
                      .place = place_in(bytes->name()),
                      .help = "save the file as UTF-8"});
  }
  return std::make_unique<FromUtf16>(std::move(bytes), converter);
}

}  // namespace throughline::wire
