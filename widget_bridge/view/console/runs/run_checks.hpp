#pragma once

#include <wx/checklst.h>
#include <wx/panel.h>
#include <wx/stattext.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "console/check_choice.hpp"
#include "console/tool_query.hpp"
#include "frame/desk.hpp"

namespace orbbench::console {

/// The checks that there are, to be ticked: orbbench lists them, and the form of the run says which
/// are chosen.
class RunChecks : public wxPanel {
 public:
  /// Told the names once the user has ticked another one, or one less.
  using Chosen = std::function<void(const std::vector<std::string>&)>;

  RunChecks(wxWindow& parent, Desk& desk, const std::filesystem::path& program, Chosen chosen);

  /// Reads the list, and takes the focus.
  void open();

  /// What the form says. Nothing can be ticked for a run that takes no checks.
  void show(const std::vector<std::string>& names, bool are_taken);

  /// See ToolQuery::look().
  void look();

 private:
  void build();
  void take(std::vector<CheckItem> items);
  void show_ticks();
  void show_state();
  void turn(std::size_t place);
  std::string state_text() const;
  std::string unknown_name() const;

  Desk& desk_;
  Chosen chosen_;
  std::vector<CheckItem> items_;
  std::vector<std::string> names_;
  bool are_taken_ = true;
  std::string trouble_;
  wxCheckListBox* list_ = nullptr;
  wxStaticText* state_ = nullptr;
  ToolQuery query_;  ///< after the windows: what comes of it uses them
};

}  // namespace orbbench::console
