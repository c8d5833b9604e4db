// apply, export, import, ledger: definitions and data.

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <iterator>

#include "cli/commands.h"

namespace throughline::cli {

int apply(Context& context) {
  const auto applied = context.workspace.apply();
  if (applied) return context.show(*applied);
  const int code = context.show(applied.error());
  context.output.err(
      fmt::format("{} error{}; nothing was applied\n", applied.error().size(), applied.error().size() == 1 ? "" : "s"));
  return code;
}

int export_definitions(Context& context) {
  const std::string& folder = context.options.folder;
  return context.show(context.workspace.export_to(folder.empty() ? context.workspace.folder() : context.path(folder)));
}

namespace {

// A line that is drawn over itself: share of the file's bytes, rows, and how long it will still take.
class ProgressBar {
 public:
  ProgressBar(Context& context, std::string name) : context_(context), name_(std::move(name)) {}
  ~ProgressBar() {
    if (is_drawn_) context_.output.err("\r\x1b[K");
  }
  void draw(const decide::ImportProgress& now) {
    if (!context_.request.terminal.out) return;
    const auto time = Clock::now();
    if (is_drawn_ && time - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = time;
    is_drawn_ = true;
    const double share = now.total == 0 ? 0 : static_cast<double>(now.bytes) / static_cast<double>(now.total);
    constexpr int kCells = 24;
    const int full = static_cast<int>(share * kCells);
    std::string bar;
    for (int i = 0; i < kCells; ++i) bar += i < full ? "\u2588" : "\u2591";
    std::string left;
    if (share > 0.02) {
      const double elapsed = std::chrono::duration<double>(time - begun_).count();
      left = fmt::format(", {:.0f} s left", elapsed / share * (1 - share));
    }
    context_.output.err(fmt::format("\r\x1b[K{} {} {:3.0f} %  {} rows, {} refused{}", name_, bar, share * 100,
                                    grouped(now.rows), grouped(now.refused), left));
  }

 private:
  using Clock = std::chrono::steady_clock;
  Context& context_;
  std::string name_;
  Clock::time_point begun_ = Clock::now(), drawn_{};
  bool is_drawn_ = false;
};

Result<model::Answer> import_file(Context& context, const std::string& file) {
  ProgressBar bar(context, file);
  return context.workspace.import(
      {context.options.source, context.path(file)}, [&](const decide::ImportProgress& now) { bar.draw(now); },
      [&] { return context.output.cancelled(); });
}

// Where and why a file went wrong, without the rows that were refused meanwhile.
model::Row without_refused(model::Row more) {
  std::erase_if(more, [](const auto& member) { return member.first == "first_refused"; });
  return more;
}

void add_count(model::Answer& all, const std::string& name, std::int64_t count) {
  const auto found = std::ranges::find(all.counts, name, &std::pair<std::string, std::int64_t>::first);
  if (found == all.counts.end()) {
    all.counts.emplace_back(name, count);
  } else {
    found->second += count;
  }
}

// All files as one answer: the first that went wrong gives the status, and each has an object in `files`.
model::Answer together(const std::string& source, const std::vector<std::string>& files,
                       const std::vector<model::Answer>& answers) {
  model::Answer all;
  all.definition = {.kind = "source", .name = source, .title = source};
  model::Rows each;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const model::Answer& one = answers[i];
    if (!one.rows.empty()) all.definition = one.definition;
    for (model::Row row : one.rows) {
      row.insert(row.begin(), {"file", files[i]});
      all.rows.push_back(std::move(row));
    }
    for (const auto& [name, count] : one.counts) add_count(all, name, count);
    for (const std::string& note : one.notes) all.notes.push_back(fmt::format("{}: {}", files[i], note));
    if (all.status == "ok" && one.status != "ok") {
      all.status = one.status;
      all.reason = one.reason;
      all.more = without_refused(one.more);
    }
    model::Row about{{"file", files[i]}, {"status", one.status}};
    if (!one.reason.empty()) about.emplace_back("reason", one.reason);
    std::ranges::copy(one.more, std::back_inserter(about));
    each.push_back(std::move(about));
  }
  all.more.emplace_back("files", std::move(each));
  return all;
}

void show_first_refused(Context& context, const std::string& file, const model::Answer& one) {
  for (const auto& [name, cell] : one.more) {
    if (name != "first_refused") continue;
    const auto& refused = std::get<model::Rows>(cell.value);
    if (refused.empty()) continue;
    context.output.out(fmt::format("first refused rows of {}:\n{}", file, to_table(refused, {}, context.look(), 2)));
  }
}

void show_imported(Context& context, const std::vector<model::Answer>& answers) {
  const std::vector<std::string>& files = context.options.files;
  model::Answer all = together(context.options.source, files, answers);
  if (context.options.format == Format::Json) {
    context.show(all);
    return;
  }
  all.status = "ok";  // standard error has told what went wrong
  if (!all.rows.empty()) context.show(all);
  if (context.options.format != Format::Table) return;
  for (std::size_t i = 0; i < files.size(); ++i) show_first_refused(context, files[i], answers[i]);
}

}  // namespace

int import(Context& context) {
  if (context.options.undo != 0) return context.show(context.workspace.undo(context.options.undo));
  const std::vector<std::string>& files = context.options.files;
  std::vector<model::Answer> answers;
  int code = 0;
  for (const std::string& file : files) {
    const Result<model::Answer> one = import_file(context, file);
    if (!one) context.tell(one.error());
    if (one && one->status != "ok")
      context.tell({.code = one->status, .message = one->reason, .place = {.name = file}});
    answers.push_back(one ? *one : to_answer(one.error()));
    if (answers.back().status != "ok") code = 1;
  }
  show_imported(context, answers);
  return code;
}

int ledger(Context& context) {
  if (context.options.refused != 0) return context.show(context.workspace.refused(context.options.refused));
  return context.show(context.options.imports ? context.workspace.imports() : context.workspace.ledger());
}

}  // namespace throughline::cli
