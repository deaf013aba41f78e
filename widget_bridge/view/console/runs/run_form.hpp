#pragma once

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/panel.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <functional>
#include <string>
#include <vector>

#include "console/run_request.hpp"

namespace orbbench::console {

/// What is to be run, and how: the fields of a RunRequest. Those that the kind does not take are
/// disabled.
class RunForm : public wxPanel {
 public:
  struct Observer {
    std::function<void()> changed;
    std::function<void()> start;
    std::function<void()> cancel;
    std::function<void()> copy;
    std::function<void()> pick;    ///< the checks
    std::function<void()> browse;  ///< for a scenario
  };

  RunForm(wxWindow& parent, Observer observer);

  RunRequest request() const;
  bool takes_checks() const { return chosen_kind().takes_checks; }
  bool takes_scenario() const { return chosen_kind().takes_scenario; }

  void show_kind(const std::string& kind);
  /// Where the run goes unless the user says otherwise.
  void show_core(const CoreAddress& core);
  void show_checks(const std::vector<std::string>& names);
  void show_scenario(const std::string& file);
  void show_command(const std::string& command);
  /// Which of the buttons can be pressed.
  void show_running(bool running);

 private:
  wxSizer* kind_row();
  wxSizer* core_row();
  wxSizer* choice_row();
  wxSizer* load_row();
  wxSizer* command_row();
  void label(wxSizer& row, const char* text, wxWindow& field, const char* name, const char* tip,
             int share);
  wxButton* button(const char* text, const char* name, const char* tip,
                   const std::function<void()>& action);
  const RunKind& chosen_kind() const;
  void enable_fields();

  Observer observer_;
  wxChoice* kind_;
  wxStaticText* purpose_;
  wxTextCtrl* core_;
  wxTextCtrl* metrics_;
  wxTextCtrl* checks_;
  wxTextCtrl* scenario_;
  wxTextCtrl* baseline_;
  wxTextCtrl* rate_;
  wxTextCtrl* seconds_;
  wxCheckBox* keep_;
  wxTextCtrl* command_;
  wxButton* start_ = nullptr;
  wxButton* cancel_ = nullptr;
  wxButton* pick_ = nullptr;
  wxButton* browse_ = nullptr;
};

}  // namespace orbbench::console
