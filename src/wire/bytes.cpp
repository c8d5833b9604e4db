#include "wire/bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "wire/gunzip.h"
#include "wire/recode.h"

namespace throughline::wire {
namespace {

constexpr std::size_t kSniffed = 8192;  // how much of a file decides whether it is text

std::unexpected<Error> file_error(std::string code, std::string message, const std::string& path, std::string help) {
  return fail(
      Error{.code = std::move(code), .message = std::move(message), .place = place_in(path), .help = std::move(help)});
}

std::string reason_of(int number) {
  return std::generic_category().message(number);
}

class FileBytes final : public ByteSource {
 public:
  FileBytes(std::string path, int file, std::uint64_t size) : ByteSource(std::move(path)), file_(file), size_(size) {}
  ~FileBytes() override { ::close(file_); }
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  Result<std::size_t> read(std::span<char> room) override {
    for (;;) {
      const ssize_t count = ::read(file_, room.data(), room.size());
      if (count >= 0) {
        done_ += static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
      }
      if (errno == EINTR) continue;
      return file_error("file.unreadable", fmt::format("reading stopped at byte {}: {}", done_, reason_of(errno)),
                        name(), "copy the file to a local disk and try again");
    }
  }

  Progress progress() const override { return {done_, size_}; }

 private:
  int file_;
  std::uint64_t size_;
  std::uint64_t done_ = 0;
};

class MemoryBytes final : public ByteSource {
 public:
  MemoryBytes(std::string content, std::string name, std::size_t step)
      : ByteSource(std::move(name)), content_(std::move(content)), step_(std::max<std::size_t>(1, step)) {}

  Result<std::size_t> read(std::span<char> room) override {
    const std::size_t count = content_.copy(room.data(), std::min(room.size(), step_), done_);
    done_ += count;
    return count;
  }

  Progress progress() const override { return {done_, content_.size()}; }

 private:
  std::string content_;
  std::size_t step_;
  std::size_t done_ = 0;
};

// A source whose first bytes were looked at and are handed out again.
class Replayed final : public ByteSource {
 public:
  static Result<std::unique_ptr<Replayed>> over(std::unique_ptr<ByteSource> rest, std::size_t size) {
    std::string head(size + kSmallestRoom, '\0');
    std::size_t filled = 0;
    std::optional<Error> failure;
    while (filled < size) {
      auto count = rest->read(std::span(head).subspan(filled));
      if (!count) {
        failure = std::move(count).error();
        break;
      }
      if (*count == 0) break;
      filled += *count;
    }
    if (failure && filled == 0) return fail(*std::move(failure));
    head.resize(filled);
    return std::make_unique<Replayed>(std::move(rest), std::move(head), std::move(failure));
  }

  Replayed(std::unique_ptr<ByteSource> rest, std::string head, std::optional<Error> failure)
      : ByteSource(rest->name()), rest_(std::move(rest)), head_(std::move(head)), failure_(std::move(failure)) {}

  std::string_view head() const { return std::string_view(head_).substr(done_); }
  void drop(std::size_t count) { done_ += count; }

  Result<std::size_t> read(std::span<char> room) override {
    if (done_ < head_.size()) {
      const std::size_t count = head_.copy(room.data(), room.size(), done_);
      done_ += count;
      return count;
    }
    if (failure_) return fail(*failure_);
    return rest_->read(room);
  }

  Progress progress() const override { return rest_->progress(); }

 private:
  std::unique_ptr<ByteSource> rest_;
  std::string head_;
  std::optional<Error> failure_;
  std::size_t done_ = 0;
};

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16Big = "\xFE\xFF";
constexpr std::string_view kUtf16Little = "\xFF\xFE";
constexpr std::string_view kUtf32Little("\xFF\xFE\0\0", 4);

bool is_binary(std::string_view head) {
  if (head.starts_with(kUtf32Little)) return true;
  if (head.starts_with(kUtf16Big) || head.starts_with(kUtf16Little)) return false;
  if (head.find('\0') != std::string_view::npos) return true;
  const auto controls =
      std::ranges::count_if(head, [](char c) { return (c >= 0 && c < 0x20 && (c < '\t' || c > '\r')) || c == 0x7F; });
  return controls > 4 && static_cast<std::size_t>(controls) * 10 > head.size();
}

std::string help_for_binary(std::string_view head) {
  if (head.starts_with("PK\x03\x04"))
    return "this is a zip archive, as Excel workbooks are: save the sheet as CSV, or unzip it";
  if (head.starts_with("PAR1")) return "this is a Parquet file: export it as CSV or as JSON lines";
  return "export it as CSV, JSON lines or XES in UTF-8; gzip may be left on";
}

std::unexpected<Error> empty_file(const std::string& name) {
  return file_error("file.empty", "the file holds nothing", name, "export it again");
}

std::string help_for_missing(const std::filesystem::path& path) {
  std::vector<std::string> neighbours;
  std::error_code ignored;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  for (std::filesystem::directory_iterator entry(folder, ignored), end; entry != end && neighbours.size() < 1000;
       entry.increment(ignored)) {
    if (ignored) break;
    neighbours.push_back(entry->path().filename().string());
  }
  return did_you_mean(path.filename().string(), neighbours, "check the path");
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    const int number = errno;
    if (number == ENOENT || number == ENOTDIR) {
      return file_error("file.missing", fmt::format("there is no file \"{}\"", path), path, help_for_missing(path));
    }
    return file_error("file.unreadable", fmt::format("the file cannot be opened: {}", reason_of(number)), path,
                      "check who may read it, with ls -l");
  }
  struct stat about = {};
  const bool known = ::fstat(file, &about) == 0;
  if (known && S_ISDIR(about.st_mode)) {
    ::close(file);
    return file_error("file.is-directory", fmt::format("\"{}\" is a folder, not a file", path), path,
                      "name one file in it");
  }
  const bool sized = known && S_ISREG(about.st_mode);
  return std::make_unique<FileBytes>(path, file, sized ? static_cast<std::uint64_t>(about.st_size) : 0);
}

std::unique_ptr<ByteSource> memory_bytes(std::string content, std::string name, std::size_t step) {
  return std::make_unique<MemoryBytes>(std::move(content), std::move(name), step);
}

Result<std::unique_ptr<ByteSource>> unpack(std::unique_ptr<ByteSource> bytes) {
  const std::string name = bytes->name();
  TRY(packed, Replayed::over(std::move(bytes), kGzipMagic.size()));
  if (packed->head().empty()) return empty_file(name);
  std::unique_ptr<ByteSource> plain;
  if (packed->head().starts_with(kGzipMagic)) {
    plain = gunzip(std::move(packed));
  } else {
    plain = std::move(packed);
  }
  TRY(text, Replayed::over(std::move(plain), kSniffed));
  if (text->head().empty()) return empty_file(name);
  if (is_binary(text->head()))
    return file_error("file.binary", "the file is not text", name, help_for_binary(text->head()));
  return std::move(text);
}

Result<std::unique_ptr<ByteSource>> to_utf8(std::unique_ptr<ByteSource> bytes, const std::string& encoding) {
  TRY(text, Replayed::over(std::move(bytes), kUtf8Mark.size()));
  const std::string_view head = text->head();
  if (head.starts_with(kUtf8Mark)) {
    text->drop(kUtf8Mark.size());
  } else if (head.starts_with(kUtf16Big) || head.starts_with(kUtf16Little)) {
    const auto order = head.starts_with(kUtf16Big) ? ByteOrder::Big : ByteOrder::Little;
    text->drop(kUtf16Big.size());
    return from_utf16(std::move(text), order);
  } else if (!encoding.empty()) {
    return from_encoding(std::move(text), encoding);
  }
  return std::move(text);
}

}  // namespace throughline::wire
