#pragma once

#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>

#include <cstdint>
#include <string>

#include "frame/panel.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {

/// The lines of the LogBook: those of a level and above that hold what is searched for. It follows
/// the latest line until the user scrolls back, or unticks "Follow".
class LogPanel : public Panel {
 public:
  LogPanel(wxWindow& parent, Desk& desk);

  std::vector<Action> actions() override;
  void redraw() override;

 private:
  void build();
  bool shows(const LogLine& line) const;
  LogLevel least_level() const;
  void choose_level(LogLevel level);
  void filter();
  void show_count();

  wxChoice* level_;
  wxSearchCtrl* search_;
  wxCheckBox* follow_;
  wxStaticText* count_;
  TableView* lines_;
  std::string sought_;
  std::uint64_t taken_ = 0;  // the number of the latest line that was looked at
};

}  // namespace orbbench::console
