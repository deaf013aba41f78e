#include "inventory/open_constructs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "inventory/ada_reader.hpp"

namespace orbbench::inventory {
namespace {

std::string last_part(const std::string& name) {
  return name.substr(name.rfind('.') + 1);
}

void name_unit(Scope& unit, const Scope& item) {
  unit.name = item.name;
  unit.written = item.written;
  unit.is_body = item.is_body;
}

}  // namespace

bool OpenConstructs::in_statements() const {
  return !none() && (frames_.back().begun || frames_.back().scope == kNone);
}

void OpenConstructs::begin_private_part() {
  if (!none()) {
    frames_.back().is_private = true;
  }
}

std::size_t OpenConstructs::region_index() {
  const auto innermost = std::find_if(frames_.rbegin(), frames_.rend(),
                                      [](const Frame& frame) { return frame.scope != kNone; });
  if (innermost != frames_.rend()) {
    return innermost->scope;
  }
  unit();
  return unit_;
}

Scope& OpenConstructs::unit() {
  if (unit_ == kNone) {
    unit_ = source_.scopes.size();
    source_.scopes.emplace_back();
  }
  return source_.scopes[unit_];
}

void OpenConstructs::open_scope(Declaration declared, ScopeKind kind, GenericPart formals) {
  const std::size_t parent = region_index();
  Scope scope;
  scope.kind = kind;
  scope.is_body = declared.is_body;
  scope.is_generic = declared.is_generic;
  scope.parent = parent;
  scope.name = full_name(parent, declared.name);
  scope.written = full_written(parent, declared.written);
  scope.declarations = std::move(formals.declarations);
  scope.uses = std::move(formals.uses);
  declared.scope = source_.scopes.size();
  Frame frame{.scope = declared.scope, .closing = last_part(declared.name)};
  if (source_.scopes[parent].kind == ScopeKind::Unit) {
    name_unit(source_.scopes[parent], scope);
  }
  source_.scopes[parent].declarations.push_back(std::move(declared));
  source_.scopes.push_back(std::move(scope));
  push(std::move(frame));
}

void OpenConstructs::begin() {
  if (!none() && frames_.back().scope != kNone && !frames_.back().begun) {
    frames_.back().begun = true;
  } else {
    push_block(true);
  }
}

void OpenConstructs::open_construct(std::string closing) {
  push({.closing = std::move(closing)});
}

void OpenConstructs::close() {
  if (none()) {
    doubt();
    return;
  }
  if (!closes(frames_.back())) {
    doubt();
  }
  frames_.pop_back();
}

void OpenConstructs::end_of_item() {
  if (!none() || unit_ == kNone) {
    return;
  }
  Scope& unit = source_.scopes[unit_];
  if (unit.name.empty() && !unit.declarations.empty()) {
    unit.name = full_name(unit_, unit.declarations.front().name);
    unit.written = full_written(unit_, unit.declarations.front().written);
  }
  unit_ = kNone;
}

void OpenConstructs::end_of_text() {
  if (!none()) {
    doubt();
  }
}

void OpenConstructs::push(Frame frame) {
  if (frames_.size() >= most_) {
    throw ReadError("line " + std::to_string(tokens_.line()) + ": nested deeper than " +
                    std::to_string(most_) + " constructs");
  }
  frames_.push_back(std::move(frame));
}

void OpenConstructs::push_block(bool begun) {
  const std::size_t parent = region_index();
  Scope block;
  block.kind = ScopeKind::Block;
  block.name = source_.scopes[parent].name;
  block.written = source_.scopes[parent].written;
  block.parent = parent;
  source_.scopes.push_back(std::move(block));
  push({.scope = source_.scopes.size() - 1, .begun = begun});
}

// A block's and a loop's own name are not known here.
bool OpenConstructs::closes(const Frame& frame) {
  constexpr std::array<std::string_view, 6> kConstructs = {"if",     "case",   "loop",
                                                           "select", "record", "return"};
  const bool of_construct =
      std::ranges::any_of(kConstructs, [&](std::string_view word) { return tokens_.is(word); });
  if (frame.scope == kNone && frame.closing != "do") {
    return tokens_.is(frame.closing);
  }
  if (frame.closing == "do") {
    return !of_construct || tokens_.is("return");
  }
  return !of_construct && (frame.closing.empty() || tokens_.is(";") ||
                           last_part(tokens_.name().folded) == frame.closing);
}

void OpenConstructs::doubt() {
  if (!source_.doubtful_from_line) {
    source_.doubtful_from_line = tokens_.line();
  }
}

std::string OpenConstructs::full_name(std::size_t parent, const std::string& name) const {
  const Scope& scope = source_.scopes[parent];
  const std::string& prefix = scope.kind == ScopeKind::Unit ? scope.subunit_of : scope.name;
  return prefix.empty() ? name : prefix + "." + name;
}

std::string OpenConstructs::full_written(std::size_t parent, const std::string& written) const {
  const Scope& scope = source_.scopes[parent];
  const std::string& prefix =
      scope.kind == ScopeKind::Unit ? scope.subunit_of_written : scope.written;
  return prefix.empty() ? written : prefix + "." + written;
}

}  // namespace orbbench::inventory
