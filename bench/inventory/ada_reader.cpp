#include "inventory/ada_reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "inventory/token_reader.hpp"

namespace orbbench::inventory {
namespace {

/// What an `end` closes.
struct Frame {
  std::size_t scope = kNone;  ///< kNone: a statement or a record, without declarations of its own
  bool begun = false;         ///< its `begin` was passed
  bool is_private = false;    ///< its `private` was passed
  std::string closing = {};   ///< the word after `end`: "if"; of a scope its name or nothing
};

/// Goes over a text once. Only the words that open, close or declare something matter; what stands
/// in parentheses can be none of them.
class Reader {
 public:
  Reader(std::string octets, Calls calls, const ReadLimits& limits)
      : tokens_(std::move(octets), limits.parentheses), calls_(calls), nesting_(limits.nesting) {}

  AdaSource read() {
    while (!tokens_.at_end()) {
      step();
    }
    if (!frames_.empty()) {
      doubt();
    }
    return std::move(source_);
  }

 private:
  using Step = void (Reader::*)();

  void step() {
    const Position before = tokens_.position();
    if (at_start() && (context_step() || start_step())) {
      return;
    }
    if (!anywhere_step()) {
      tokens_.skip_element();
    }
    if (tokens_.position() == before) {
      tokens_.advance();
    }
  }

  /// Where a declaration, a statement or a clause may begin.
  bool at_start() const {
    constexpr std::array<std::string_view, 14> kBefore = {
        ";",    "is",     "begin",  "declare", "private", "then", "else",
        "loop", "record", "select", "or",      "do",      "=>",   ">>"};
    return tokens_.position() == 0 ||
           std::ranges::any_of(kBefore,
                               [&](std::string_view word) { return tokens_.is(word, -1); }) ||
           after_subunit_clause_;
  }

  bool context_step() {
    if (!frames_.empty()) {
      return false;
    }
    after_subunit_clause_ = false;
    if (tokens_.is("with") || is_restricted_with()) {
      read_with();
    } else if (tokens_.is("separate") && tokens_.is("(", 1)) {
      tokens_.advance();
      tokens_.advance();
      const Name parent = tokens_.name();
      unit().subunit_of = parent.folded;
      unit().subunit_of_written = parent.written;
      tokens_.accept(")");
      after_subunit_clause_ = true;
    } else {
      return false;
    }
    return true;
  }

  // RM 10.1.2: limited with, private with, limited private with.
  bool is_restricted_with() const {
    return (tokens_.is("limited") || tokens_.is("private")) &&
           (tokens_.is("with", 1) || (tokens_.is("private", 1) && tokens_.is("with", 2)));
  }

  void read_with() {
    tokens_.skip_to({"with"});
    do {
      tokens_.advance();
      if (const Name name = tokens_.name(); !name.folded.empty()) {
        unit().withs.push_back(name.folded);
      }
    } while (tokens_.is(","));
    tokens_.skip_statement();
  }

  bool start_step() {
    static constexpr std::pair<std::string_view, Step> kSteps[] = {
        {"use", &Reader::read_use},          {"generic", &Reader::read_generic},
        {"type", &Reader::read_type},        {"subtype", &Reader::read_subtype},
        {"pragma", &Reader::read_pragma},    {"package", &Reader::read_package},
        {"entry", &Reader::read_subprogram}, {"private", &Reader::read_private},
        {"accept", &Reader::read_accept}};
    for (const auto& [word, action] : kSteps) {
      if (tokens_.is(word)) {
        (this->*action)();
        return true;
      }
    }
    return calls_ == Calls::Kept && in_statements() && read_call();
  }

  bool anywhere_step() {
    static constexpr std::pair<std::string_view, Step> kSteps[] = {
        {"procedure", &Reader::read_subprogram},
        {"function", &Reader::read_subprogram},
        {"task", &Reader::read_concurrent},
        {"protected", &Reader::read_concurrent},
        {"declare", &Reader::open_block},
        {"begin", &Reader::begin},
        {"end", &Reader::close},
        {"if", &Reader::open_construct},
        {"case", &Reader::open_construct},
        {"loop", &Reader::open_construct},
        {"select", &Reader::open_construct},
        {"record", &Reader::open_record},
        {"do", &Reader::open_return}};
    for (const auto& [word, action] : kSteps) {
      if (tokens_.is(word)) {
        (this->*action)();
        return true;
      }
    }
    return false;
  }

  // --- declarations

  void read_use() {
    std::vector<UseClause>& uses = region().uses;
    std::ranges::move(use_clauses(), std::back_inserter(uses));
    tokens_.skip_statement();
  }

  // "use type" and "use all type" make operators visible, which nothing here is.
  std::vector<UseClause> use_clauses() {
    std::vector<UseClause> clauses;
    do {
      tokens_.advance();
      const Name name = tokens_.name();
      if (!name.folded.empty()) {
        clauses.push_back({.package = name.folded, .position = tokens_.position()});
      }
    } while (tokens_.is(","));
    return clauses;
  }

  void read_pragma() { tokens_.skip_statement(); }

  // RM 12.1: the formal part ends where the generic unit begins, or is renamed.
  void read_generic() {
    tokens_.advance();
    generic_ = true;
    while (!tokens_.at_end() && !tokens_.is("package") && !tokens_.is("procedure") &&
           !tokens_.is("function")) {
      read_formal();
    }
    tokens_.is("package") ? read_package() : read_subprogram();
    generic_ = false;
    formals_.clear();
    formal_uses_.clear();
  }

  // Types, packages, subprograms and objects: each counts where actuals are given by position.
  void read_formal() {
    if (tokens_.accept("type")) {
      add_formal(declaration(DeclarationKind::FormalType));
    } else if (tokens_.is("use")) {
      std::ranges::move(use_clauses(), std::back_inserter(formal_uses_));
    } else if (tokens_.accept("with")) {
      read_formal_unit();
    } else if (tokens_.is_identifier()) {
      read_formal_objects();
    }
    tokens_.skip_statement();
  }

  void add_formal(Declaration formal) {
    formal.is_formal = true;
    formals_.push_back(std::move(formal));
  }

  void read_formal_unit() {
    const bool is_package = tokens_.is("package");
    tokens_.advance();
    Declaration formal =
        declaration(is_package ? DeclarationKind::Instance : DeclarationKind::Subprogram);
    formal.is_package = is_package;
    if (is_package && tokens_.accept("is") && tokens_.accept("new")) {
      formal.target = tokens_.name().folded;
    }
    add_formal(std::move(formal));
  }

  void read_formal_objects() {
    add_formal(declaration(DeclarationKind::Object));
    while (tokens_.accept(",")) {
      add_formal(declaration(DeclarationKind::Object));
    }
  }

  void read_type() {
    tokens_.advance();
    region().declarations.push_back(declaration(DeclarationKind::Type));
  }

  void read_subtype() {
    tokens_.advance();
    Declaration subtype = declaration(DeclarationKind::Subtype);
    tokens_.accept("is");
    if (tokens_.accept("not")) {
      tokens_.accept("null");
    }
    subtype.target = tokens_.name().folded;
    region().declarations.push_back(std::move(subtype));
  }

  void read_package() {
    tokens_.advance();
    const bool is_body = tokens_.accept("body");
    Declaration package = declaration(DeclarationKind::Package);
    package.is_body = is_body;
    tokens_.skip_to({"is", "renames", ";"});
    if (tokens_.accept("renames")) {
      read_renaming(std::move(package), DeclarationKind::PackageRenaming);
    } else if (tokens_.is("is") && tokens_.is("new", 1)) {
      package.is_package = true;
      read_instance(std::move(package));
    } else if (tokens_.is("is") && tokens_.is("separate", 1)) {
      read_stub(std::move(package));
    } else if (tokens_.accept("is")) {
      open_scope(std::move(package), ScopeKind::Package);
    } else {
      tokens_.skip_statement();
    }
  }

  // "access procedure (X : T)" is a type.
  bool of_access_type() const {
    return tokens_.is("access", -1) || (tokens_.is("protected", -1) && tokens_.is("access", -2));
  }

  void read_subprogram() {
    if (of_access_type()) {
      tokens_.advance();
      return;
    }
    tokens_.advance();
    Declaration subprogram = declaration(DeclarationKind::Subprogram);
    tokens_.skip_to({"is", "renames", ";"});
    if (tokens_.accept("renames")) {
      read_renaming(std::move(subprogram), DeclarationKind::SubprogramRenaming);
    } else if (tokens_.is("is") && tokens_.is("new", 1)) {
      read_instance(std::move(subprogram));
    } else if (tokens_.is("is") && tokens_.is("separate", 1)) {
      read_stub(std::move(subprogram));
    } else if (tokens_.is("is") && !body_follows()) {
      declare_subprogram(std::move(subprogram));
    } else if (tokens_.accept("is")) {
      subprogram.is_body = true;
      open_scope(std::move(subprogram), ScopeKind::Subprogram);
    } else {
      declare_subprogram(std::move(subprogram));
    }
  }

  /// After `is`: neither abstract, null nor an expression.
  bool body_follows() const {
    constexpr std::array<std::string_view, 5> kOthers = {"abstract", "null", "(", "[", "<>"};
    return std::ranges::none_of(kOthers,
                                [&](std::string_view other) { return tokens_.is(other, 1); });
  }

  void declare_subprogram(Declaration subprogram) {
    tokens_.skip_statement();
    if (generic_) {
      open_scope(std::move(subprogram), ScopeKind::Subprogram);
      frames_.pop_back();
    } else {
      region().declarations.push_back(std::move(subprogram));
    }
    end_of_item();
  }

  // A task or protected object, its type or its body.
  void read_concurrent() {
    if (of_access_type() || tokens_.is("access", -1) || tokens_.is("interface", 1)) {
      tokens_.advance();
      return;
    }
    tokens_.advance();
    const bool is_body = tokens_.accept("body");
    tokens_.accept("type");
    Declaration concurrent = declaration(DeclarationKind::Subprogram);
    concurrent.is_body = is_body;
    tokens_.skip_to({"is", ";"});
    if (tokens_.is("is") && tokens_.is("separate", 1)) {
      read_stub(std::move(concurrent));
    } else if (tokens_.accept("is")) {
      open_scope(std::move(concurrent), ScopeKind::Concurrent);
    } else {
      tokens_.skip_statement();
    }
  }

  void read_renaming(Declaration renaming, DeclarationKind kind) {
    renaming.kind = kind;
    renaming.is_generic = generic_;
    const Name target = tokens_.name();
    renaming.target = target.folded;
    renaming.written_target = target.written;
    tokens_.skip_statement();
    region().declarations.push_back(std::move(renaming));
    end_of_item();
  }

  void read_instance(Declaration instance) {
    instance.kind = DeclarationKind::Instance;
    tokens_.advance();
    tokens_.advance();
    const Name target = tokens_.name();
    instance.target = target.folded;
    instance.written_target = target.written;
    instance.arguments = tokens_.arguments();
    tokens_.skip_statement();
    region().declarations.push_back(std::move(instance));
    end_of_item();
  }

  void read_stub(Declaration stub) {
    stub.is_body = true;
    tokens_.skip_statement();
    region().declarations.push_back(std::move(stub));
  }

  // `private` also begins a private library unit, and ends a private type.
  void read_private() {
    tokens_.advance();
    if (!frames_.empty() && !tokens_.is(";") && !tokens_.is("with")) {
      frames_.back().is_private = true;
    }
  }

  // An `accept` without a `do` opens nothing.
  void read_accept() { tokens_.skip_to({"do", ";"}); }

  bool in_statements() const {
    return !frames_.empty() && (frames_.back().begun || frames_.back().scope == kNone);
  }

  bool read_call() {
    if (!tokens_.is_identifier()) {
      return false;
    }
    Call call;
    call.scope = region_index();
    call.position = tokens_.position();
    call.line = tokens_.line();
    const Name name = tokens_.name();
    call.name = name.folded;
    call.written = name.written;
    call.arguments = tokens_.parenthesised_text();
    if (tokens_.is(";")) {
      source_.calls.push_back(std::move(call));
    }
    return true;
  }

  // --- what opens and closes

  void open(Frame frame) {
    if (frames_.size() >= nesting_) {
      throw ReadError("line " + std::to_string(tokens_.line()) + ": nested deeper than " +
                      std::to_string(nesting_) + " constructs");
    }
    frames_.push_back(std::move(frame));
  }

  void open_scope(Declaration declared, ScopeKind kind) {
    const std::size_t parent = region_index();
    Scope scope;
    scope.kind = kind;
    scope.is_body = declared.is_body;
    scope.is_generic = generic_;
    scope.parent = parent;
    scope.name = full_name(parent, declared.name);
    scope.written = full_written(parent, declared.written);
    scope.declarations = std::move(formals_);
    scope.uses = std::move(formal_uses_);
    formals_.clear();
    formal_uses_.clear();
    declared.is_generic = generic_;
    declared.scope = source_.scopes.size();
    generic_ = false;
    Frame frame{.scope = declared.scope, .closing = last_part(declared.name)};
    if (source_.scopes[parent].kind == ScopeKind::Unit) {
      name_unit(source_.scopes[parent], scope);
    }
    source_.scopes[parent].declarations.push_back(std::move(declared));
    source_.scopes.push_back(std::move(scope));
    open(std::move(frame));
  }

  static std::string last_part(const std::string& name) { return name.substr(name.rfind('.') + 1); }

  std::string full_name(std::size_t parent, const std::string& name) const {
    const Scope& scope = source_.scopes[parent];
    const std::string& prefix = scope.kind == ScopeKind::Unit ? scope.subunit_of : scope.name;
    return prefix.empty() ? name : prefix + "." + name;
  }

  std::string full_written(std::size_t parent, const std::string& written) const {
    const Scope& scope = source_.scopes[parent];
    const std::string& prefix =
        scope.kind == ScopeKind::Unit ? scope.subunit_of_written : scope.written;
    return prefix.empty() ? written : prefix + "." + written;
  }

  static void name_unit(Scope& unit, const Scope& item) {
    unit.name = item.name;
    unit.written = item.written;
    unit.is_body = item.is_body;
  }

  void open_block() {
    tokens_.advance();
    push_block(false);
  }

  void push_block(bool begun) {
    const std::size_t parent = region_index();
    Scope block;
    block.kind = ScopeKind::Block;
    block.name = source_.scopes[parent].name;
    block.written = source_.scopes[parent].written;
    block.parent = parent;
    source_.scopes.push_back(std::move(block));
    open({.scope = source_.scopes.size() - 1, .begun = begun});
  }

  void begin() {
    tokens_.advance();
    if (!frames_.empty() && frames_.back().scope != kNone && !frames_.back().begun) {
      frames_.back().begun = true;
    } else {
      push_block(true);
    }
  }

  void open_construct() {
    open({.closing = std::string(tokens_.text())});
    tokens_.advance();
  }

  void open_record() {
    if (tokens_.is("null", -1)) {
      tokens_.advance();
    } else {
      open_construct();
    }
  }

  // `accept` and the extended return (RM 6.5) have a `do`.
  void open_return() {
    open({.closing = "do"});
    tokens_.advance();
  }

  void close() {
    tokens_.advance();
    if (frames_.empty()) {
      doubt();
      tokens_.skip_statement();
      return;
    }
    if (!closes(frames_.back())) {
      doubt();
    }
    frames_.pop_back();
    tokens_.skip_statement();
    end_of_item();
  }

  /// What stands after `end`; a block's and a loop's own name are not known here.
  bool closes(const Frame& frame) {
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

  void doubt() {
    if (!source_.doubtful_from_line) {
      source_.doubtful_from_line = tokens_.line();
    }
  }

  // A library item that is complete leaves nothing open: the next context clause is another unit's.
  void end_of_item() {
    if (!frames_.empty() || unit_ == kNone) {
      return;
    }
    Scope& unit = source_.scopes[unit_];
    if (unit.name.empty() && !unit.declarations.empty()) {
      unit.name = full_name(unit_, unit.declarations.front().name);
      unit.written = full_written(unit_, unit.declarations.front().written);
    }
    unit_ = kNone;
  }

  // --- where it stands

  /// Of the name that stands here.
  Declaration declaration(DeclarationKind kind) {
    Declaration made;
    made.kind = kind;
    made.line = tokens_.line();
    const Name name = tokens_.name();
    made.is_private = !frames_.empty() && frames_.back().is_private;
    made.name = name.folded;
    made.written = name.written;
    made.position = tokens_.position();
    return made;
  }

  Scope& unit() {
    if (unit_ == kNone) {
      unit_ = source_.scopes.size();
      source_.scopes.emplace_back();
    }
    return source_.scopes[unit_];
  }

  std::size_t region_index() {
    const auto innermost = std::find_if(frames_.rbegin(), frames_.rend(),
                                        [](const Frame& frame) { return frame.scope != kNone; });
    if (innermost != frames_.rend()) {
      return innermost->scope;
    }
    unit();
    return unit_;
  }

  Scope& region() { return source_.scopes[region_index()]; }

  TokenReader tokens_;
  Calls calls_;
  std::size_t nesting_;
  AdaSource source_;
  std::vector<Frame> frames_;
  std::size_t unit_ = kNone;
  bool after_subunit_clause_ = false;
  bool generic_ = false;
  std::vector<Declaration> formals_;
  std::vector<UseClause> formal_uses_;
};

}  // namespace

AdaSource read_ada(std::string octets, Calls calls, const ReadLimits& limits) {
  return Reader(std::move(octets), calls, limits).read();
}

}  // namespace orbbench::inventory
