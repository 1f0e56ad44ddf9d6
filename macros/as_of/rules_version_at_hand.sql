{% macro rules_version_at_hand(seeds_hash) -%}
    md5(concat('{{ rules_at_hand() }}', {{ seeds_hash }}))
{%- endmacro %}
