#pragma once

#include <wx/choice.h>
#include <wx/panel.h>
#include <wx/stattext.h>
#include <wx/timer.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "console/latency_reference.hpp"
#include "console/tool_query.hpp"
#include "frame/desk.hpp"

namespace orbbench::console {

/// The baselines that the results store keeps, to be chosen by name; why there is none is said
/// beside them. All comes by children: `orbbench baseline`. The last one chosen is remembered, and
/// taken again by the next console.
class BaselineChoice : public wxPanel {
 public:
  /// Told the baseline that was chosen, once it was read; nothing where it is to be none.
  using Chosen = std::function<void(std::optional<LatencyReference>)>;

  /// More than orbbench itself gives a results server to start and to stop, so that it is orbbench
  /// who says what is wrong.
  static constexpr std::chrono::milliseconds kPatience{60'000};
  static constexpr std::size_t kMostNames = 500;

  /// The desk outlives it.
  BaselineChoice(wxWindow& parent, Desk& desk, Chosen chosen,
                 std::chrono::milliseconds patience = kPatience);

  /// Reads the names, for the user to choose from; goes on with what is being read already.
  void list();
  /// A baseline from elsewhere has taken its place, or none is wanted; `Chosen` is not told.
  void forget();

  /// See ToolQuery::look().
  void look();

 private:
  enum class Wanted { ByTheUser, AtTheStart };

  void lay_out();
  void say(const std::string& text);
  void fail(const std::string& trouble);
  void ask(std::vector<std::string> arguments, ToolQuery::Read read, ToolQuery::Failed failed);
  void offer(std::vector<std::string> names);
  void show_names();
  void choose();
  bool goes_on();
  void take(const std::string& name, Wanted wanted);
  void draw_in(const LatencyReference& baseline);
  void leave_out(const std::string& name, const std::string& trouble, Wanted wanted);

  Desk& desk_;
  const Chosen chosen_;
  const std::chrono::milliseconds patience_;
  std::vector<std::string> names_;
  std::string next_;     ///< the name of the one to be read next; empty for none
  std::string reading_;  ///< of the one that is being read
  std::string drawn_;    ///< of the one that is drawn in
  wxChoice* choice_;
  wxStaticText* state_;
  wxTimer limit_;
  ToolQuery query_;  ///< after the windows: what comes of it uses them
};

}  // namespace orbbench::console
