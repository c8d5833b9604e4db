#include "wire/csv.h"

#include <algorithm>
#include <csv.h>
#include <fmt/format.h>
#include <new>
#include <simdjson.h>
#include <unordered_set>

#include "base/trim.h"
#include "wire/lines.h"

namespace throughline::wire {
namespace {

// What separates the fields of this header: a comma if it has one outside quotes, else the commonest other candidate.
char delimiter_of(std::string_view header) {
  constexpr std::string_view kCandidates = ",;\t|";
  std::array<std::size_t, kCandidates.size()> counts = {};
  bool quoted = false;
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    if (const auto at = kCandidates.find(c); at != std::string_view::npos && !quoted) ++counts[at];
  }
  if (counts[0] > 0) return ',';
  const auto most = std::ranges::max_element(counts);
  return *most == 0 ? ',' : kCandidates[static_cast<std::size_t>(most - counts.begin())];
}

class CsvReader final : public RowReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> text, const ReadOptions& options)
      : lines_(std::move(text), options.limits.row_bytes),
        limits_(options.limits),
        delimiter_(options.delimiter),
        sniffs_(delimiter_ == 0) {
    if (delimiter_ == 0) delimiter_ = options.format == Format::Tsv ? '\t' : ',';
    sniffs_ = sniffs_ && options.format == Format::Csv;
    if (csv_init(&parser_, CSV_STRICT) != 0) throw std::bad_alloc();
    csv_set_blk_size(&parser_,
                     64 << 10);  // the parser's buffer grows by this much: its 128 bytes make long fields slow
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
  }
  ~CsvReader() override { csv_free(&parser_); }
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  Status read_header(int header_rows);

  Result<std::variant<Row, Refusal, End>> next() override {
    TRY(found, read_record());
    if (found == Found::End) return End{};
    ++number_;
    if (found == Found::Record) check_row();
    if (!refused_for_.empty()) {
      return Refusal{
          .line = lines_.number(), .number = number_, .code = std::string(refused_for_), .reason = std::move(reason_)};
    }
    return Row{.line = lines_.number(), .number = number_, .cells = cells()};
  }

  const std::vector<std::string>& columns() const override { return columns_; }
  Progress progress() const override { return lines_.progress(); }

 private:
  enum class Found { Record, Refused, End };
  struct Field {
    std::size_t begin;
    std::size_t end;
  };

  static void on_field(void* data, std::size_t size, void* self) {
    static_cast<CsvReader*>(self)->add_field(std::string_view(static_cast<const char*>(data), size));
  }
  static void on_row(int, void* self) { static_cast<CsvReader*>(self)->closed_ = true; }

  void add_field(std::string_view text);
  void split(std::string_view line);
  Result<Found> read_record();
  bool feed(std::string_view line);
  void start_record();
  bool is_blank(std::string_view line) const;
  void check_row();
  std::span<const Cell> cells();
  Found refuse(std::string_view code, std::string reason) {
    refused_for_ = code;
    reason_ = std::move(reason);
    return Found::Refused;
  }
  std::unexpected<Error> header_error(std::string code, std::string message, std::string help) const {
    return fail(Error{.code = std::move(code),
                      .message = std::move(message),
                      .place = place_in(lines_.name(), lines_.number()),
                      .help = std::move(help)});
  }
  Status check_header();

  Lines lines_;
  ReadLimits limits_;
  csv_parser parser_ = {};
  char delimiter_;
  bool sniffs_;  // the header will tell the delimiter
  std::vector<std::string> columns_;
  std::size_t most_fields_ = 0;  // fields behind this many are counted, not kept
  std::int64_t number_ = 0;

  // The record being read.
  std::string values_;     // the fields of a record with quotes
  std::string_view text_;  // what fields_ are parts of: values_, or the line itself
  std::vector<Field> fields_;
  std::size_t field_count_ = 0;
  bool closed_ = false;
  std::string_view refused_for_;
  std::string reason_;
  std::vector<Cell> cells_;
};

void CsvReader::add_field(std::string_view text) {
  if (++field_count_ > most_fields_) return;
  fields_.push_back({values_.size(), values_.size() + text.size()});
  values_.append(text);
}

// A line without quotes is its own record, and its fields can stay where they are: this is three times as fast as the
// parser, and most lines of most files are such. What it does with spaces is what the parser does.
void CsvReader::split(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  text_ = line;
  for (std::size_t begin = 0, stop; begin <= line.size(); begin = stop + 1) {
    stop = std::min(line.find(delimiter_, begin), line.size());
    if (++field_count_ > most_fields_) continue;
    std::size_t end = stop;
    while (begin < end && (line[begin] == ' ' || line[begin] == '\t')) ++begin;
    while (begin < end && (line[end - 1] == ' ' || line[end - 1] == '\t')) --end;
    fields_.push_back({begin, end});
  }
}

bool CsvReader::is_blank(std::string_view line) const {
  return line.find_first_not_of(delimiter_ == '\t' ? " \r\n" : " \t\r\n") == std::string_view::npos;
}

void CsvReader::start_record() {
  values_.clear();
  fields_.clear();
  field_count_ = 0;
  closed_ = false;
  refused_for_ = {};
}

// False where a quote stands that neither opens nor closes a field.
bool CsvReader::feed(std::string_view line) {
  if (csv_parse(&parser_, line.data(), line.size(), on_field, on_row, this) == line.size()) return true;
  if (csv_error(&parser_) == CSV_ENOMEM) throw std::bad_alloc();
  return false;
}

Result<CsvReader::Found> CsvReader::read_record() {
  Lines::Step step;
  do {
    TRY(first, lines_.begin());
    step = first;
  } while (step == Lines::Step::Line && is_blank(lines_.line()));
  start_record();
  if (step == Lines::Step::End) return Found::End;
  if (step == Lines::Step::TooLong) {
    return refuse("row.too-long", fmt::format("the line is longer than {} bytes", limits_.row_bytes));
  }
  if (sniffs_) {
    delimiter_ = delimiter_of(lines_.first_line());
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    sniffs_ = false;
  }
  const bool plain = lines_.line().find('"') == std::string_view::npos;
  if (plain) split(lines_.line());
  while (!plain) {
    const std::string_view line = lines_.line();
    const bool whole = line.ends_with('\n') || line.ends_with('\r');
    const bool sound = feed(line) && (whole || feed("\n"));
    if (sound && closed_) break;
    if (sound) {
      TRY(more, lines_.extend());
      step = more;
      if (step == Lines::Step::Line) continue;
    }
    lines_.keep_first_line();
    csv_fini(&parser_, nullptr, nullptr, nullptr);  // forgets the field it was in
    if (!sound)
      return refuse("csv.broken-quote", "a quote stands inside a field, neither doubled nor at the field's end");
    return refuse("csv.open-quote", step == Lines::Step::End
                                        ? "a quote that opens on this line is never closed"
                                        : fmt::format("a quote that opens on this line is not closed within {} bytes",
                                                      limits_.row_bytes));
  }
  if (!plain) text_ = values_;
  if (!simdjson::validate_utf8(lines_.record().data(), lines_.record().size())) {
    return refuse("text.not-utf8", "the row holds bytes that are not UTF-8; save the file as UTF-8");
  }
  return Found::Record;
}

void CsvReader::check_row() {
  if (field_count_ == columns_.size()) return;
  refuse(field_count_ > columns_.size() ? "csv.too-many-fields" : "csv.too-few-fields",
         fmt::format("the row has {} field{}, the header {}", field_count_, field_count_ == 1 ? "" : "s",
                     columns_.size()));
}

std::span<const Cell> CsvReader::cells() {
  cells_.resize(fields_.size());
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const auto [begin, end] = fields_[i];
    cells_[i] = {begin == end ? Cell::Kind::Missing : Cell::Kind::Text, text_.substr(begin, end - begin)};
  }
  return cells_;
}

Status CsvReader::check_header() {
  if (field_count_ > limits_.columns) {
    return header_error("csv.too-many-columns",
                        fmt::format("the header names {} columns, more than {}", field_count_, limits_.columns),
                        "check that the first line names the columns, and which character separates them");
  }
  for (const auto& [begin, end] : fields_) columns_.emplace_back(trimmed(text_.substr(begin, end - begin)));
  if (std::ranges::all_of(columns_, &std::string::empty)) {
    return header_error("csv.no-header", fmt::format("none of the {} columns has a name", columns_.size()),
                        "name the columns in the first line");
  }
  // Data frames are often saved with their index, whose column has no name.
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].empty()) columns_[i] = fmt::format("column_{}", i + 1);
  }
  std::unordered_set<std::string_view> seen;
  for (const std::string& column : columns_) {
    if (!seen.insert(column).second) {
      return header_error("csv.duplicate-column", fmt::format("two columns are called \"{}\"", column),
                          "rename one of them");
    }
  }
  most_fields_ = columns_.size();
  return {};
}

Status CsvReader::read_header(int header_rows) {
  most_fields_ = limits_.columns;
  TRY(found, read_record());
  if (found == Found::End)
    return header_error("csv.no-header", "the file has blank lines only", "name the columns in the first line");
  if (found == Found::Refused) {
    return header_error(std::string(refused_for_), fmt::format("the header cannot be read: {}", reason_),
                        "name the columns in the first line");
  }
  CHECKED(check_header());
  for (int row = 1; row < header_rows; ++row) {
    TRY(skipped, read_record());
    if (skipped == Found::End) break;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<RowReader>> read_csv(std::unique_ptr<ByteSource> text, const ReadOptions& options) {
  auto reader = std::make_unique<CsvReader>(std::move(text), options);
  CHECKED(reader->read_header(options.header_rows));
  return reader;
}

}  // namespace throughline::wire
