#include "console/run_control.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace orbbench::console {
namespace {

std::chrono::nanoseconds of_microseconds(double time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double, std::micro>(time));
}

void feed(SampleFeed& samples, const RunInterval& interval) {
  samples.add_summary(interval.series, std::chrono::steady_clock::now(), interval.calls,
                      of_microseconds(interval.p50_us), of_microseconds(interval.p90_us),
                      of_microseconds(interval.p99_us), of_microseconds(interval.p999_us),
                      of_microseconds(interval.max_us));
}

}  // namespace

std::string_view name_of(RunState state) {
  switch (state) {
    case RunState::Idle:
      return "idle";
    case RunState::Running:
      return "running";
    case RunState::Cancelling:
      return "ending";
    case RunState::Ended:
      break;
  }
  return "ended";
}

/// What the child's thread shares with the UI thread, for as long as either needs it.
struct RunControl::Link {
  Link(RunControl& of, widget_bridge::UiThread& thread) : control(&of), ui(thread) {}

  RunControl* control;  ///< on the UI thread only; null when that has gone
  widget_bridge::UiThread& ui;
  RunMailbox mailbox;
  std::atomic<bool> is_told = false;  ///< a look is posted, and not made yet
};

RunControl::RunControl(Surroundings surroundings, ChildRun::Patience patience)
    : surroundings_(std::move(surroundings)), patience_(patience) {}

RunControl::~RunControl() {
  child_.reset();
  if (link_) {
    link_->control = nullptr;
  }
}

bool RunControl::is_running() const {
  return status_.state == RunState::Running || status_.state == RunState::Cancelling;
}

// One task at a time, however much comes.
void RunControl::tell(const std::shared_ptr<Link>& link) {
  if (link->is_told.exchange(true)) {
    return;
  }
  try {
    link->ui.post([link] {
      link->is_told = false;
      if (link->control != nullptr) {
        link->control->look();
      }
    });
  } catch (const widget_bridge::UiThreadBusy&) {
    link->is_told = false;  // the next news tries again, and a redraw looks by itself
  }
}

ChildRun::Callbacks RunControl::callbacks() {
  return {[link = link_, &samples = surroundings_.samples](ChildRun::Stream stream,
                                                           std::string_view line) {
            auto event =
                stream == ChildRun::Stream::Errors ? parse_event(line) : std::optional<RunEvent>();
            if (!event) {
              link->mailbox.put_line(line);
            } else {
              if (const auto* interval = std::get_if<RunInterval>(&*event)) {
                feed(samples, *interval);
              }
              link->mailbox.put(*std::move(event));
            }
            tell(link);
          },
          [link = link_](const ChildEnd& end) {
            link->mailbox.put_end(end);
            tell(link);
          }};
}

void RunControl::start(const RunRequest& request) {
  ++revision_;
  const std::string trouble = is_running() ? "a run is under way" : trouble_of(request);
  if (!trouble.empty()) {
    status_.trouble = trouble;
    return;
  }
  child_.reset();
  if (link_) {
    link_->control = nullptr;
  }
  link_ = std::make_shared<Link>(*this, surroundings_.ui);
  said_.reset();
  whole_seconds_.reset();
  const std::uint64_t number = status_.number + 1;
  status_ = {};
  status_.number = number;
  status_.state = RunState::Running;
  status_.kind = request.kind;
  std::vector<std::string> arguments = arguments_of(request);
  status_.command = command_line(arguments);
  status_.text = "starting";
  arguments.insert(arguments.end(), {"--progress", "json"});
  surroundings_.log.write(LogLevel::Info, "run", status_.command);
  surroundings_.changed();
  child_ = std::make_unique<ChildRun>(
      ChildRun::Command{surroundings_.program, std::move(arguments)}, callbacks(), patience_);
}

void RunControl::cancel() {
  if (status_.state != RunState::Running) {
    return;
  }
  ++revision_;
  status_.state = RunState::Cancelling;
  status_.text = "asked to end";
  child_->cancel();
}

void RunControl::look() {
  if (!link_ || !is_running()) {
    return;
  }
  RunNews news = link_->mailbox.take();
  ++revision_;
  if (news.started) {
    status_.wanted = std::move(news.started->checks);
  }
  if (news.progress) {
    status_.text = *std::move(news.progress);
  }
  note_share(news);
  take_checks(std::move(news.checks));
  take_lines(std::move(news.lines));
  status_.dropped += news.dropped;
  for (std::string& trouble : news.troubles) {
    surroundings_.log.write(LogLevel::Error, "run", trouble);
    status_.trouble = std::move(trouble);
  }
  if (news.said) {
    said_ = std::move(news.said);
  }
  if (news.end) {
    conclude(*news.end);
  }
}

void RunControl::take_checks(std::vector<CheckResult> checks) {
  for (CheckResult& check : checks) {
    surroundings_.log.write(check.verdict == "pass" ? LogLevel::Info : LogLevel::Warning, "run",
                            check.check + ": " + check.verdict + ": " + check.summary);
    surroundings_.book.record(check);
    if (status_.checks.size() < RunMailbox::kMostChecks) {
      status_.checks.push_back(std::move(check));
    } else {
      ++status_.dropped;
    }
  }
  if (!status_.wanted.empty() && !whole_seconds_) {
    status_.done = std::min(1.0, static_cast<double>(status_.checks.size()) /
                                     static_cast<double>(status_.wanted.size()));
  }
}

void RunControl::take_lines(std::deque<std::string> lines) {
  status_.lines_told += lines.size();
  std::ranges::move(lines, std::back_inserter(status_.lines));
  while (status_.lines.size() > RunMailbox::kMostLines) {
    status_.lines.pop_front();
    ++status_.dropped;
  }
}

/// Of a load: by the time that is left of it.
void RunControl::note_share(const RunNews& news) {
  if (!news.interval) {
    return;
  }
  const RunInterval& last = *news.interval;
  whole_seconds_ =
      std::max(whole_seconds_.value_or(0), last.left_seconds + std::max(last.seconds, 0.0));
  if (*whole_seconds_ > 0) {
    status_.done = std::clamp(1 - last.left_seconds / *whole_seconds_, 0.0, 1.0);
  }
}

void RunControl::conclude(const ChildEnd& end) {
  status_.state = RunState::Ended;
  status_.text = end.text;
  const bool agrees = said_ && said_->exit_code == end.exit_code;
  if (agrees) {
    status_.verdict = said_->verdict;
    status_.run = said_->run;
    keep_run_id();
  } else if (status_.trouble.empty()) {
    status_.trouble = !end.was_started ? end.text : "it " + end.text + ", and told no verdict";
  }
  if (!status_.verdict.empty()) {
    status_.done = 1;
  }
  surroundings_.log.write(status_.verdict == "pass" ? LogLevel::Info : LogLevel::Warning, "run",
                          status_.kind + " " + end.text +
                              (status_.verdict.empty() ? "" : ", verdict " + status_.verdict));
  surroundings_.changed();
}

void RunControl::keep_run_id() {
  if (status_.run.empty()) {
    return;
  }
  for (CheckResult& check : status_.checks) {
    check.run = status_.run;
    surroundings_.book.record(check);
  }
}

}  // namespace orbbench::console
