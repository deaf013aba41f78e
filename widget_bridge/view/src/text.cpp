#include "text.hpp"

#include <stdexcept>

namespace orbbench::widget_bridge {

wxString to_wx(const std::string& text) {
  if (text.find('\0') != std::string::npos) {
    throw std::invalid_argument("a text holds a NUL");
  }
  wxString result = wxString::FromUTF8(text.data(), text.size());
  if (result.empty() && !text.empty()) {
    throw std::invalid_argument("a text is not UTF-8");
  }
  return result;
}

std::string from_wx(const wxString& text) {
  return text.utf8_string();
}

}  // namespace orbbench::widget_bridge
