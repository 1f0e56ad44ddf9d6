{% macro engagement_count() -%}
    {%- set counts = [] -%}
    {%- if is_given('feedback') -%}
        {%- do counts.append('coalesce(feedback_count, 0)') -%}
    {%- endif -%}
    {%- if is_given('referrals') -%}
        {%- do counts.append('coalesce(referral_count, 0)') -%}
    {%- endif -%}
    cast({{ counts | join(' + ') or 'null' }} as integer)
{%- endmacro %}
