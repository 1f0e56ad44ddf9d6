{% macro refuse(sentence) %}
    {{ exceptions.raise_compiler_error('Data refused: ' ~ sentence) }}
{% endmacro %}
