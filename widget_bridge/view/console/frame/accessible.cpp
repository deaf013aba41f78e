#include "frame/accessible.hpp"

#include <gtk/gtk.h>

#include "text.hpp"

namespace orbbench::console {
namespace {

void tell_toolkit(wxWindow& window) {
  if (window.GetHandle() != nullptr) {
    atk_object_set_name(gtk_widget_get_accessible(window.GetHandle()), window.GetName().utf8_str());
  }
}

// What wx calls a window that nobody has named: by its class, "button".
bool is_named(const wxWindow& window) {
  wxString given_by_class = window.GetClassInfo()->GetClassName();
  given_by_class.Replace("wx", "", false);
  const wxString& name = window.GetName();
  return !name.empty() && !name.IsSameAs(given_by_class, false) && !name.IsSameAs("panel") &&
         !name.IsSameAs("staticText");
}

}  // namespace

void name_accessibly(wxWindow& window, const std::string& name) {
  window.SetName(widget_bridge::to_wx(name));
  tell_toolkit(window);
}

void hand_on_names(wxWindow& window) {
  if (is_named(window)) {
    tell_toolkit(window);
  }
  for (wxWindow* child : window.GetChildren()) {
    hand_on_names(*child);
  }
}

}  // namespace orbbench::console
