#pragma once

#include <wx/button.h>
#include <wx/combobox.h>
#include <wx/panel.h>
#include <wx/stattext.h>

#include <vector>

#include "frame/desk.hpp"

namespace orbbench::console {

/// Which core the console is at: its address, from those remembered or a new one, and whether it is
/// there, by sign, word and colour, with the trouble in a line below.
class ConnectionBar : public wxPanel {
 public:
  static constexpr std::size_t kMostRemembered = 12;

  ConnectionBar(wxWindow& parent, Desk& desk);

  /// Goes to the core whose address it shows.
  void connect();
  void disconnect();
  bool can_connect() const;
  bool can_disconnect() const;
  /// Where an address is typed.
  void take_focus();
  /// The one it shows.
  CoreAddress address() const;
  void show(const CoreAddress& address);

 private:
  void build();
  void connection_changed();
  void show_state();
  void remember(const CoreAddress& address);
  void fill_recent();
  void choose(std::size_t index);

  Desk& desk_;
  std::vector<CoreAddress> recent_;  // the latest first
  wxComboBox* core_;
  wxTextCtrl* metrics_;
  wxButton* connect_;
  wxButton* disconnect_;
  wxStaticText* state_;
  wxStaticText* trouble_;
};

}  // namespace orbbench::console
