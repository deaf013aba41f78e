#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "console/child_run.hpp"
#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::console {

/// A short run of `orbbench` whose output is wanted as a whole: a list, a page. One at a time. On
/// the UI thread, which never waits for it but for its end: a tenth of a second.
class ToolQuery {
 public:
  using Apply = std::function<void()>;
  /// Makes of the output what is to be done with it on the UI thread. On another thread; throws
  /// std::exception for an output that it cannot read.
  using Read = std::function<Apply(const std::string& output)>;
  /// On the UI thread: why there is none, in one line.
  using Failed = std::function<void(const std::string& trouble)>;

  static constexpr std::size_t kMostOctets = std::size_t{64} << 20U;

  /// The UI thread must outlive it.
  ToolQuery(widget_bridge::UiThread& ui, std::filesystem::path program);
  ~ToolQuery();
  ToolQuery(const ToolQuery&) = delete;
  ToolQuery& operator=(const ToolQuery&) = delete;

  bool is_asking() const { return answer_ != nullptr; }

  /// The one before, where it is still under way, is ended, and nothing comes of it.
  void ask(std::vector<std::string> arguments, Read read, Failed failed);

  /// Nothing comes of the question under way. Waits for nothing: its child is asked to end, and is
  /// killed after ten seconds.
  void withdraw();
  /// The same for one that has no answer yet, but that it has failed with that trouble.
  void give_up(const std::string& trouble);

  /// Looks whether the answer is there. It does so itself; another time does no harm.
  void look();

 private:
  struct Answer;

  static void tell(const std::shared_ptr<Answer>& answer);
  void drop();

  widget_bridge::UiThread& ui_;
  const std::filesystem::path program_;
  std::shared_ptr<Answer> answer_;
  std::unique_ptr<ChildRun> child_;
};

}  // namespace orbbench::console
