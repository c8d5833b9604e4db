#include "wire/recode.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <iconv.h>
#include <optional>

namespace throughline::wire {
namespace {

constexpr char kNoCharacter = '\xFF';

class Recoded final : public ByteSource {
 public:
  // `unit`: the bytes of the shortest character, and what is skipped of one that is none.
  Recoded(std::unique_ptr<ByteSource> bytes, iconv_t converter, std::size_t unit)
      : ByteSource(bytes->name()), bytes_(std::move(bytes)), converter_(converter), unit_(unit) {}
  ~Recoded() override { iconv_close(converter_); }
  Recoded(const Recoded&) = delete;
  Recoded& operator=(const Recoded&) = delete;

  Result<std::size_t> read(std::span<char> room) override {
    char* out = room.data();
    std::size_t left = room.size();
    while (left == room.size() && !failure_) {
      if (size_ < unit_ || starved_) {
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
      begin_ += unit_;
      size_ -= unit_;
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
  std::size_t unit_;
  std::array<char, 64 << 10> input_;
  std::size_t begin_ = 0;  // what is not converted yet: size_ bytes from begin_
  std::size_t size_ = 0;
  bool starved_ = false;  // the last character needs bytes that were not read yet
  std::optional<Error> failure_;
};

Result<std::unique_ptr<ByteSource>> recoded(std::unique_ptr<ByteSource> bytes, const std::string& encoding,
                                            std::size_t unit) {
  const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return fail(Error{.code = "file.unreadable",
                      .message = fmt::format("this system cannot convert {}", encoding),
                      .place = place_in(bytes->name()),
                      .help = "save the file as UTF-8"});
  }
  return std::make_unique<Recoded>(std::move(bytes), converter, unit);
}

}  // namespace

Result<std::unique_ptr<ByteSource>> from_utf16(std::unique_ptr<ByteSource> bytes, ByteOrder order) {
  return recoded(std::move(bytes), order == ByteOrder::Big ? "UTF-16BE" : "UTF-16LE", 2);
}

Result<std::unique_ptr<ByteSource>> from_encoding(std::unique_ptr<ByteSource> bytes, const std::string& encoding) {
  return recoded(std::move(bytes), encoding, 1);
}

bool is_encoding(const std::string& name) {
  // An empty name and what follows a slash mean something else to iconv: the locale's, and leaving characters out.
  if (name.empty() || name.contains('/')) return false;
  const iconv_t converter = iconv_open("UTF-8", name.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  iconv_close(converter);
  return true;
}

}  // namespace throughline::wire
