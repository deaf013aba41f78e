#include "console/tool_query.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "console/printable.hpp"

namespace orbbench::console {

/// What the child's thread shares with the UI thread, for as long as either needs it.
struct ToolQuery::Answer {
  Answer(ToolQuery& asker, widget_bridge::UiThread& thread, Read reading, Failed telling)
      : query(&asker), ui(thread), read(std::move(reading)), failed(std::move(telling)) {}

  void take(ChildRun::Stream stream, std::string_view line);
  /// The last thing that the child's thread does with it.
  void conclude(const ChildEnd& end);

  ToolQuery* query;  ///< on the UI thread only; null when nobody waits for the answer
  widget_bridge::UiThread& ui;
  const Read read;
  const Failed failed;
  std::string output;
  std::string last_error;
  Apply apply;
  std::atomic<bool> is_there = false;  ///< `apply` is
};

void ToolQuery::Answer::take(ChildRun::Stream stream, std::string_view line) {
  if (stream == ChildRun::Stream::Errors) {
    last_error = line;
  } else if (output.size() + line.size() < kMostOctets) {
    output.append(line).push_back('\n');
  }
}

void ToolQuery::Answer::conclude(const ChildEnd& end) {
  std::string trouble = last_error.empty() ? end.text : printable(last_error);
  if (end.exit_code == 0) {
    try {
      apply = read(output);
      return;
    } catch (const std::exception& error) {
      trouble = std::string("what orbbench wrote cannot be read: ") + error.what();
    }
  }
  apply = [this, trouble = std::move(trouble)] { failed(trouble); };
}

ToolQuery::ToolQuery(widget_bridge::UiThread& ui, std::filesystem::path program)
    : ui_(ui), program_(std::move(program)) {}

ToolQuery::~ToolQuery() {
  drop();
}

void ToolQuery::drop() {
  child_.reset();
  if (answer_) {
    answer_->query = nullptr;
    answer_.reset();
  }
}

void ToolQuery::tell(const std::shared_ptr<Answer>& answer) {
  try {
    answer->ui.post([answer] {
      if (answer->query != nullptr) {
        answer->query->look();
      }
    });
  } catch (const widget_bridge::UiThreadBusy&) {
    // A redraw looks by itself.
  }
}

void ToolQuery::ask(std::vector<std::string> arguments, Read read, Failed failed) {
  drop();
  answer_ = std::make_shared<Answer>(*this, ui_, std::move(read), std::move(failed));
  child_ = std::make_unique<ChildRun>(
      ChildRun::Command{program_, std::move(arguments), kMostOctets},
      ChildRun::Callbacks{[answer = answer_](ChildRun::Stream stream, std::string_view line) {
                            answer->take(stream, line);
                          },
                          [answer = answer_](const ChildEnd& end) {
                            answer->conclude(end);
                            answer->is_there = true;
                            tell(answer);
                          }},
      ChildRun::Patience{.destroyed = std::chrono::milliseconds(100)});
}

void ToolQuery::withdraw() {
  if (answer_) {
    child_->cancel();
    answer_->query = nullptr;
    answer_.reset();
  }
}

void ToolQuery::give_up(const std::string& trouble) {
  if (!answer_ || answer_->is_there) {
    return look();
  }
  const auto answer = answer_;
  withdraw();
  answer->failed(trouble);
}

void ToolQuery::look() {
  if (!answer_ || !answer_->is_there) {
    return;
  }
  const auto answer = std::exchange(answer_, nullptr);
  answer->query = nullptr;
  child_.reset();
  answer->apply();
}

}  // namespace orbbench::console
