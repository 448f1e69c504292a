"""The templates in one language. Texts without a place to fill are translated once, not each time.

A page says a hundred texts. Looking each up, marking it as safe and filling nothing in took a
quarter of the time of a page; in a template that is compiled for one language it is a constant.
It calls four hundred macros, looks up two thousand attributes and puts out as many values. What
Jinja2 asks of each (does a call want the context, which arguments has a macro, is an attribute
perhaps an item, how is a value marked as safe, which globals has who imports) took a quarter of the
time that was left. Here each stands in the template's own code for what it nearly always is, and a
macro is a function; all else goes Jinja2's way. So no function that a template calls may want the
context.
"""

from collections.abc import Callable
from functools import partial
from gettext import NullTranslations
from keyword import iskeyword
from types import BuiltinFunctionType, FunctionType

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro, exported
from markupsafe import Markup, escape

from esoviet.web.pages.escaping import escaped, safe

_MACRO = "def macro("
"""How the function of a macro begins."""
_WANTS = "jinja_pass_arg"
"""What Jinja2 sets on a function, or on the call of an object, that wants the context."""


_TAKEN = frozenset(
    {"missing", "context", "environment", "undefined", "concat", "resolve", *exported}
)


def _put(value: object) -> str:
    """A value as it stands in a page: escaped, if it is not safe already."""
    kind = type(value)
    if kind is str:
        return escaped(value)  # type: ignore[arg-type]
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value) if kind is int else escape(value)


def _is_taken(name: str) -> bool:
    """Whether a name means something else in the code of a template."""
    return iskeyword(name) or name in _TAKEN


class _Template(Template):
    """A template that is imported without any globals but those of its environment."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        if self._module is None:
            self._module = self.make_module()
        return self._module


class _Writer(CodeGenerator):
    """Writes templates as Python that asks for the usual first and else leaves it to `Templates`.

    What stands for a moment in `called`, `owner` and `said` is read at once: an expression within
    such an expression is done with them before.
    """

    def __init__(self, *about: str | Environment | None, **how: bool) -> None:
        super().__init__(*about, **how)  # type: ignore[arg-type]
        self._is_opened = False
        self._begins = ""
        self._functions: set[nodes.Node] = set()

    def write(self, x: str) -> None:
        """Jinja2 puts a comma before each argument: before the first one it is left out."""
        super().write(x.removeprefix(", ") if self._is_opened else x)
        self._is_opened = False

    def visit_Call(  # noqa: N802 (Jinja2's own hook, as the next ones are)
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        self.write("(called if type(called := ")
        self.visit(node.node, frame)
        self.write(") in environment.plain else environment.callable_of(context, called))(")
        self._is_opened = True
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.write("(said if (said := getattr(owner := ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr(owner, {node.attr!r}))")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A line of code; that which begins a macro names its parameters as the template does."""
        if isinstance(node, nodes.Macro | nodes.CallBlock) and x.startswith(_MACRO):
            names = [one.name for one in node.args]
            within = [one for one in x[len(_MACRO) : -2].split(", ") if one]
            if len(within) == len(names) and not any(map(_is_taken, names)):
                self._functions.add(node)
                self._begins = "; ".join(
                    f"{here} = {one}" for here, one in zip(within, names, strict=True)
                )
                x = f"{_MACRO}{', '.join(f'{one}=missing' for one in names)}):"
        super().writeline(x, node, extra)

    def indent(self) -> None:
        """Go in by one; there a macro begins with what it was called with."""
        super().indent()
        begins, self._begins = self._begins, ""
        if begins:
            self.writeline(begins)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro is the function that it was written as, unless it asks for more than its own."""
        if macro_ref.node in self._functions:
            self.write("macro")
        else:
            super().macro_def(macro_ref, frame)

    def return_buffer_contents(
        self,
        frame: Frame,
        force_unescaped: bool = False,  # noqa: ARG002
    ) -> None:
        """What was put together is safe: also that of a macro, which Jinja2 marks when called."""
        assert frame.eval_ctx.autoescape
        assert not frame.eval_ctx.volatile
        self.writeline(f"return environment.safe(concat({frame.buffer}))")

    def visit_MarkSafe(self, node: nodes.MarkSafe, frame: Frame) -> None:  # noqa: N802
        self.write("environment.safe(")
        self.visit(node.expr, frame)
        self.write(")")

    def _output_child_pre(
        self,
        node: nodes.Expr,  # noqa: ARG002
        frame: Frame,
        finalize: CodeGenerator._FinalizeInfo,
    ) -> None:
        assert frame.eval_ctx.autoescape
        assert not frame.eval_ctx.volatile
        assert finalize.src is None
        self.write("(said if type(said := ")

    def _output_child_post(
        self,
        node: nodes.Expr,  # noqa: ARG002
        frame: Frame,  # noqa: ARG002
        finalize: CodeGenerator._FinalizeInfo,  # noqa: ARG002
    ) -> None:
        self.write(") is Markup else environment.out(said))")


class Templates(Environment):
    """The environment of templates in one language."""

    code_generator_class = _Writer
    template_class = _Template
    plain = frozenset({FunctionType, Macro, partial, BuiltinFunctionType})
    """What a template calls at once: none of these wants the context."""
    safe, out = staticmethod(safe), staticmethod(_put)

    def __init__(self, texts: NullTranslations) -> None:
        super().__init__(
            loader=PackageLoader("esoviet.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._texts = texts
        self.filters |= {
            name: does.__wrapped__
            for name, does in self.filters.items()
            if hasattr(does, "jinja_async_variant")  # it asks each time whether we are one
        }
        self.globals |= {"_": partial(_text, texts), "ngettext": partial(_counted, texts)}

    @staticmethod
    def callable_of(context: Context, called: object) -> Callable[..., object]:
        """What a template calls, with the context where it wants it."""
        wants = hasattr(called, _WANTS) or hasattr(type(called).__call__, _WANTS)
        return partial(context.call, called) if wants else called  # type: ignore[arg-type,return-value]

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Jinja2's own hook: what is done to a template between reading and compiling it."""
        self._translate(source)
        return super()._generate(source, name, filename, defer_init)

    def _translate(self, node: nodes.Node) -> None:
        for field, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, field, [self._translated(one) for one in value])
            else:
                setattr(node, field, self._translated(value))

    def _translated(self, part: object) -> object:
        if not isinstance(part, nodes.Node):
            return part
        text = _said(part)
        if text is None:
            self._translate(part)
            return part
        plain = Markup(self._texts.gettext(text)) % {}  # noqa: S704 - our own and the translators'
        constant = nodes.Const(str(plain), lineno=part.lineno)
        return nodes.MarkSafe(constant, lineno=part.lineno)


def _text(texts: NullTranslations, text: str, /, **named: object) -> Markup:
    """A text with its places filled; a translator's words are safe, what is put in is escaped."""
    return _filled(texts.gettext(text), named)


def _counted(
    texts: NullTranslations, one: str, more: str, number: int, /, **named: object
) -> Markup:
    """The same in the form that a number asks for; `num` is that number."""
    return _filled(texts.ngettext(one, more, number), {"num": number, **named})


def _filled(text: str, named: dict[str, object]) -> Markup:
    put = {name: said if type(said) is int else _put(said) for name, said in named.items()}
    return safe(text % put)


def _said(node: nodes.Node) -> str | None:
    """The text of `_("text")`, where nothing is to be filled in."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return None
    filled = node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != 1
    if node.node.name != "_" or filled or not isinstance(node.args[0], nodes.Const):
        return None
    return str(node.args[0].value)
