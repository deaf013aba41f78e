#include "frame/panel.hpp"

#include "text.hpp"

namespace orbbench::console {

Panel::Panel(wxWindow& parent, Desk& desk, const std::string& name)
    : wxPanel(&parent), desk_(desk), name_(name) {
  SetName(widget_bridge::to_wx(name));
}

}  // namespace orbbench::console
