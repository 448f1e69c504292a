"""The templates in one language. Texts without a place to fill are translated once, not each time.

A page says a hundred texts. Looking each up, marking it as safe and filling nothing in took a
quarter of the time of a page; in a template that is compiled for one language it is a constant.
It calls four hundred macros and puts out a thousand values, most of which are safe already: what
Jinja2 asks of each (does it want the context, how is it marked as safe) took a tenth of the time.
"""

from functools import partial
from gettext import NullTranslations
from types import BuiltinFunctionType, FunctionType

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape


class _Writer(CodeGenerator):
    """Writes templates as Python that calls and puts out by `Templates.call` and `.out`."""

    def visit_Call(  # noqa: N802 (Jinja2's own hook, as the next one is)
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        self.write("environment.call(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
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
        self.write("environment.out(")


class Templates(Environment):
    """The environment of templates in one language."""

    code_generator_class = _Writer

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
        self.globals |= {"_": partial(_text, texts), "ngettext": partial(_counted, texts)}

    @staticmethod
    def out(value: object) -> str:
        """A value as it stands in a page: escaped, if it is not safe already."""
        return value if type(value) is Markup else escape(value)

    @staticmethod
    def call(context: Context, called: object, /, *args: object, **named: object) -> object:
        """What a template calls: at once if it is a macro or one of ours that wants no context."""
        kind = type(called)
        if kind in _OURS or (kind is FunctionType and not hasattr(called, "jinja_pass_arg")):
            return called(*args, **named)  # type: ignore[operator]
        return context.call(called, *args, **named)  # type: ignore[arg-type]

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


_OURS = frozenset({Macro, partial, BuiltinFunctionType})


def _text(texts: NullTranslations, text: str, /, **named: object) -> Markup:
    """A text with its places filled; a translator's words are safe, what is put in is escaped."""
    return _filled(texts.gettext(text), named)


def _counted(
    texts: NullTranslations, one: str, more: str, number: int, /, **named: object
) -> Markup:
    """The same in the form that a number asks for; `num` is that number."""
    return _filled(texts.ngettext(one, more, number), {"num": number, **named})


def _filled(text: str, named: dict[str, object]) -> Markup:
    safe = {name: said if type(said) is int else escape(said) for name, said in named.items()}
    return Markup(text % safe)  # noqa: S704 - our own and the translators'


def _said(node: nodes.Node) -> str | None:
    """The text of `_("text")`, where nothing is to be filled in."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return None
    filled = node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != 1
    if node.node.name != "_" or filled or not isinstance(node.args[0], nodes.Const):
        return None
    return str(node.args[0].value)
